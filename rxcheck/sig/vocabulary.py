"""The phrases of dose instructions, English with Latin abbreviations and Chinese, by what they stand for."""

from __future__ import annotations

from rxcheck.sig.items import Slot, Word
from rxcheck.terms import Route

FLUIDS_ZH = ("生理盐水", "氯化钠", "葡萄糖", "葡萄糖氯化钠", "注射用水", "灭菌注射用水", "注射液", "加入", "溶于")
SLOTS: dict[Slot, str] = {
    Slot.MORNING: (
        "qam; q am; om; mane; am; in the morning; in morning; every morning; each morning; morning; mornings; man; "
        "with breakfast; after breakfast; before breakfast; at breakfast; on waking; upon waking; upon awakening; "
        "in the mornings; in am; in the am; of a morning; the morning; at breakfast time; breakfast; on rising; on getting up; "
        "each am; every am; before your breakfast; with your breakfast; first thing in the morning; first thing; "
        "daily in the morning; on wakening; with am meal; in the morning with breakfast; in the morning before breakfast; "
        "in the morning after breakfast; every day in the morning; breakfast time; with morning meal; morning meal; "
        "early morning; in the early morning; this morning; a.m; "
        "早; 晨; 早上; 早晨; 清晨; 晨起; 每早; 每晨; 每天早上; 每日早晨; 每日晨起; 早餐; 早餐前; 早餐后; 早饭前; "
        "早饭后; 晨服; 上午; 早餐时; 早晨起床; 每天早晨; 每日早上; 早间; 每日清晨; 每天清晨; 晨间; 早起; 早晨空腹; "
        "清晨空腹; 晨起空腹; 早空腹; 每日早餐前; 每天早餐前; 每日早餐后; 早餐中; 早餐前空腹"
    ),
    Slot.NOON: (
        "at noon; noon; q noon; midday; at midday; with lunch; after lunch; before lunch; at lunch; at lunchtime; lunchtime; "
        "lunch; at lunch time; lunch time; mid day; at mid day; mid-day; with midday meal; with the midday meal; noontime; "
        "every lunchtime; each lunchtime; "
        "中; 午; 中午; 中餐前; 中餐后; 午餐; 午餐前; 午餐后; 午饭后; 午饭前; 午餐时; 每日中午; 每天中午; 午间; 中饭后"
    ),
    Slot.AFTERNOON: "in the afternoon; every afternoon; each afternoon; afternoon; afternoons; mid afternoon; 下午; 午后",
    Slot.EVENING: (
        "qpm; q pm; pm; in the evening; every evening; each evening; evening; with dinner; with supper; in pm; in the pm; "
        "after dinner; before dinner; before supper; after supper; at dinner; with evening meal; in the evenings; evenings; evening meal; "
        "with the evening meal; nightly; every night; each night; at night; qn; nocte; on; night; nights; tonight; "
        "at teatime; teatime; tea time; at tea time; with tea; at tea; before tea; after tea; at suppertime; at supper; tea; "
        "supper; at night time; at nighttime; night time; nighttime; noct; at nights; in the night; of a night; the evening; "
        "after evening meal; after the evening meal; before evening meal; before the evening meal; with main evening meal; "
        "with your evening meal; after your evening meal; with main meal; with the main meal; with largest meal; with main meal of the day; "
        "with the largest meal; each pm; every pm; early evening; late evening; dinnertime; at dinnertime; dinner time; at dinner time; in the late evening; dinner; bedtime dose; "
        "every day at night; p.m; with pm meal; the night; with the biggest meal; "
        "晚; 晚上; 每晚; 夜间; 每夜; 傍晚; 每天晚上; 每日晚上; 晚餐; 晚餐前; 晚餐后; 晚饭前; 晚饭后; 晚餐时; 晚间; 夜晚; 夜里; 每日晚间; 每日晚餐后; "
        "每天晚餐后; 每天夜间; 晚餐中; 每晚餐后"
    ),
    Slot.BEDTIME: (
        "qhs; q hs; hs; at bedtime; bedtime; at bed time; before bed; before bedtime; nightly at bedtime; bed time; "
        "every night at bedtime; each night at bedtime; every evening at bedtime; every bedtime; before sleep; "
        "each bedtime; on going to bed; before going to bed; when going to bed; before retiring; on retiring; last thing; "
        "last thing at night; at night before bed; at night before bedtime; at sleep; going to bed; bed; with bedtime; "
        "before sleeping; at night at bedtime; at night in bed; prior to bed; prior to bedtime; in the evening before bed; "
        "睡前; 临睡前; 每晚睡前; 每日睡前; 每天睡前; 晚睡前; 临睡; 睡觉前; 入睡前; 夜间睡前; 每晚临睡前; 睡时; 晚上睡前; 睡前服"
    ),
}
SLOT_GROUPS: dict[tuple[Slot, ...], str] = {
    (Slot.MORNING, Slot.EVENING): (
        "早晚; 早晚餐前; 早晚餐后; 早晚饭后; 早晚饭前; 每日早晚; 每天早晚; am and pm; morning and night; "
        "morning and evening; night and morning; evening and morning; am & pm; am/pm; am pm; mane et nocte; mane & nocte; "
        "mane and nocte; om and on; om & on; nocte et mane; nocte and mane; morning & night; morning & evening; "
        "night & morning; morning/night; morning/evening; m+n; m & n; mane + nocte; am + pm; 早晚餐时; 早晚各; 早、晚; 早上和晚上; 早晨和晚上"
    ),
    (Slot.MORNING, Slot.NOON, Slot.EVENING): (
        "早中晚; 早午晚; 三餐前; 三餐后; 三餐; 每日三餐前; 每日三餐后; 三餐时; 三餐中; 三餐前后; 每日三餐; 三餐饭后; 三餐饭前; 每日三餐时; "
        "每餐前; 每餐后; 每餐; 每餐时; 每餐中; 每次餐前; 每次餐后; 每次饭前; 每次饭后; 每顿饭前; 每顿饭后; 每餐随餐; 三餐随餐; 随三餐; 三餐随餐服; 每日三餐中; "
        "with each meal; before each meal; after each meal; before every meal; with every meal; after every meal; "
        "with all meals; with three meals a day; with three meals; before all meals; each meal; every meal; "
        "with each main meal; with main meals; three times a day with meals; at each meal; at every meal; at each mealtime"
    ),
}
PLAIN: dict[Word, str] = {
    Word.PRN: (
        "prn; as needed; as required; as necessary; if needed; if required; if necessary; when needed; sos; s.o.s; "
        "when required; when necessary; whenever necessary; as-needed; on demand; as and when; as and when required; "
        "as and when needed; as and when necessary; when reqd; as reqd; if reqd; as req; when req; if req; as nec; if nec; "
        "when nec; where necessary; where needed; where required; whenever needed; whenever required; only when needed; "
        "only if needed; only when required; only if required; only as needed; as when required; if and when required; "
        "if and when needed; when or if required; if still needed; if really needed; p r n; prn basis; on a prn basis; on an as needed basis; "
        "as often as needed; as often as required; as often as necessary; as frequently as needed; as much as needed; as required for; when in pain; in pain; if in pain; as rqd; wr; w/r; when wanted; if wanted; 必要时; 需要时; 按需; 需要时服用; "
        "必要时服用; 疼痛时; 发热时; 发作时; 痛时; 咳嗽时; 失眠时; 睡不着时; 备用; 胸痛时; 头痛时; 高热时; 便秘时; 恶心时; 呕吐时; "
        "发烧时; 腹痛时; 心绞痛发作时; 胸闷时; 临时需要时; 必要时使用; 需要时使用; 喘息时; 气喘时; 气促时; 瘙痒时; 痒时; 过敏时; 腹泻时; "
        "不适时; 疼痛时服用; 疼痛时服; 必要时服; 发热时服用; 发作时使用; 牙痛时; 焦虑时; 眩晕时; 头晕时; 血压高时; 按需服用; 按需使用; 按需要; "
        "发热时服; 体温超过38.5℃时; 体温≥38.5℃时; 体温>38.5℃时; 体温大于38.5℃时; 体温高于38.5℃时; 体温>38℃时; 痛经时; 胃痛时; 哮喘发作时; 必要时用; 需要时用; 临时; 必要时加用"
    ),
    Word.EVENT: (
        "prior to exercise; before exercise; prior to exertion; after each loose stool; after every loose stool; after each loose motion; after every loose motion; "
        "after each loose bowel movement; after loose stools; after each loose bowel action; after each motion; with each loose stool; "
        "at onset of; at the onset of; at first sign of; at the first sign of; at onset of migraine; at the onset of migraine; at onset of headache; at the onset of headache; at onset; at the onset of attack; "
        "at onset of attack; at first sign of migraine; at first sign of attack; at the first sign of attack; at first sign of symptoms; at the first sign; "
        "before exercise; before intercourse; before sex; before sexual activity; before flying; before flight; before dental treatment; "
        "before travel; before travelling; before journey; after intercourse; during attack; for attack; for acute attack; "
        "when symptoms occur; at the start of symptoms; at start of migraine; at start of attack; on onset; "
        "每次腹泻后; 每次稀便后; 每次便后; 首次发作时; 性生活前; 运动前; 房事前; 腹泻一次"
    ),
    Word.AND: "and; &; plus; +; also; 和; 及; 并; 加; 与",
    Word.FOR: (
        "for; for the; to help; to prevent; to reduce; to treat; to control; to relieve; to lower; to keep; to protect; to stop; "
        "to help with; to aid; to thin; because of; due to; 用于; 治疗; 预防"
    ),
    Word.PER_DOSE: "每次; 一次; 1次; 单次; 每回; 一回; per dose; each time; every time; 次量; per time; at a time; at each time; 一次量; 每次量; 单次剂量",
    Word.SINGLE: (
        "st; stat; once; now; once only; one time; one time only; one-time; single dose; as a single dose; as a one off dose; "
        "immediately; one dose; as one dose; straight away; at once; one off; one-off; one off dose; as a one off; one-off dose; "
        "single; only once; stat dose; as a stat dose; for one dose; for 1 dose; once off; as one single dose; in a single dose; "
        "as a one-off dose; as a one time dose; only one dose; today only; today; "
        "立即; 即刻; 一次性; 单次给药; 立即服用; 即刻服用; 立刻; 马上; 临时一次; 仅一次; 单剂; 单剂量; 只用一次; 仅用一次; 仅1次; 只一次; 只1次; 仅用1次; 只用1次; 仅单次"
    ),
    Word.MEALS: (
        "ac; pc; tac; before meals; after meals; with meals; "
        "at mealtimes; at meals; a.c.; p.c.; a c; p c; with your meals; before your meals; at meal times; at meal time; after your meals; "
        "before main meals; after main meals; cc; c.c.; with meals or snacks; with or after meals; just before meals; "
        "immediately before meals; mealtimes; with meal times; during meals; "
    ),
    Word.DIRECTED: (
        "as directed; as per; as directed by; as directed by the; as advised by; as advised by the; as instructed by; as instructed by the; as per the; or as directed; as directed on package; as directed on the package; as directed on pack; as directed per package instructions; per package instructions; ud; uad; ut dict; as instructed; as prescribed; as per instructions; use as directed; ut dictum; "
        "as directed by physician; per protocol; per instructions; as dir; as dir.; asd; a.s.d.; mdu; m.d.u.; as advised; "
        "to be used as directed; to be taken as directed; take as directed; apply as directed; as directed by doctor; "
        "as directed by your doctor; as directed by the doctor; as directed by hospital; as directed by the hospital; "
        "as directed by clinic; as directed by the clinic; as directed by consultant; as directed by specialist; "
        "as directed by prescriber; as directed by your prescriber; as directed by nurse; as directed by dietitian; as directed by dietician; "
        "as advised by hospital; as advised by the hospital; as advised by clinic; as advised by doctor; as advised by your doctor; "
        "as advised by specialist; as per hospital; as per clinic; as per protocol; as per plan; as per regime; as per regimen; "
        "as per yellow book; according to yellow book; as per leaflet; see leaflet; as per manufacturer's instructions; see instructions; "
        "as discussed; as explained; as per letter; as per hospital letter; as per consultant; as per specialist; as arranged; "
        "as per doctor's instructions; as per doctors instructions; according to instructions; according to directions; "
        "as per directions; follow instructions; as specified; as indicated; as per label; as on label; per label; as stated; "
        "as per anticoagulant clinic; as directed by anticoagulant clinic; by anticoagulant clinic; to be used as advised; "
        "as ordered; as needed as directed; as per specialist instructions; as per hospital instructions; as before; as usual; "
        "taper as directed; reduce as directed; reducing as directed; reducing dose as directed; titrate as directed; increase as directed; "
        "as agreed; as per dietitian; as recommended; as per manufacturer; as per gp; as dr directed; when directed; "
        "遵医嘱; 遵嘱; 按医嘱; 按说明书; 详见说明书; 见说明书; 谨遵医嘱; 遵照医嘱; 请遵医嘱; 按医生指示; 按说明; 遵医嘱服用; 遵医嘱使用; 按说明书使用; "
        "按说明书服用; 请遵医嘱服用; 遵医嘱减量; 遵医嘱用药; 医嘱; 依医嘱; 据医嘱; 听医嘱; 听从医嘱"
    ),
    Word.SLIDING: (
        "sliding scale; per sliding scale; ssi; sliding; per scale; according to scale; insulin scale; sliding scale insulin; as per sliding scale; "
        "on a sliding scale; per inr; as per inr; according to inr; depending on inr; dependent on inr; adjust to inr; based on inr; "
        "according to blood sugar; according to blood glucose; depending on blood sugar; depending on blood glucose; "
        "according to blood sugars; according to bm; according to bms; per blood glucose; per blood sugar; based on blood glucose; "
        "based on blood sugar; according to blood sugar levels; according to blood test; according to blood results; according to blood tests; "
        "according to carbs; per carb ratio; per carbohydrate ratio; according to carbohydrate intake; according to your inr; "
        "根据血糖; 按血糖; 根据INR; 按INR; 据血糖; 依血糖; 根据血糖调整; 按血糖调整; 根据血糖水平; 依据血糖; 根据血糖值; 按血糖水平; 视血糖; 据INR; 根据inr调整"
    ),
    Word.THEN: (
        "then; →; followed by; thereafter; afterwards; subsequently; after that; then continue; then take; and then; then increase; then increase to; "
        "increase to; increasing to; increased to; reduce to; reducing to; reduced to; decrease to; decreasing to; decreased to; "
        "then reduce to; then reduce; then decrease to; then decrease; then maintenance; maintenance; maintenance dose; then go to; then change to; "
        "change to; changing to; step down to; stepping down to; go up to; down to; up titrate to; titrate to; then after that; "
        "then double to; dropping to; drop to; then drop to; going up to; go down to; taper to; tapering to; then taper to; cut to; cut down to; next; "
        "titrating to; titrated to; then titrate to; raise to; raised to; if tolerated increase to; if tolerated then; then if tolerated increase to; "
        "and increase to; may increase to; can increase to; may be increased to; can be increased to; and reduce to; may reduce to; then on; and thereafter; "
        "然后; 之后; 以后; 随后; 改为; 后改; 增至; 减至; 加至; 增加至; 减少至; 减量至; 加量至; 增加到; 减到; 加到; 增到; 继以; 继之; 后改为; 再; 接着; 此后; 而后; "
        "维持量; 维持剂量; 维持; 逐渐增至; 逐渐减至; 逐渐加至; 续以; 次日起; 次日开始; 次日改为; 第二天起; 减为; 增为; 加量到; 减量到; 可增至; 可加至; 后增至; 后减至; 后减为; 调整为; 其后"
    ),
    Word.STOP: (
        "then stop; →停; →停药; →停用; →stop; and stop; then discontinue; until finished; until complete; until completed; until course complete; until course completed; "
        "until course is complete; until all taken; until gone; till finished; until all gone; until course finished; until course is finished; "
        "complete the course; finish the course; complete course; finish course; course; to complete course; then off; "
        "then cease; then finish; and then stop; until finish; until all finished; stop; then stopped; take until finished; take until all finished; "
        "then none; 然后停药; 后停药; 停药; 停用; 直至用完; 用完为止; 服完为止; 停; 后停; 之后停药; 用完停药; 即停"
    ),
    Word.FIRST: (
        "loading dose; loading; load; initially; initial dose; first dose; as loading dose; as a loading dose; starting dose; initial; to start; to begin; "
        "as first dose; as an initial dose; bolus; loading dose of; loading with; to start with; 首剂; 首次; 负荷量; 负荷剂量; 首次剂量; 首剂量; 第一次; 首服; 初次; 首剂负荷; 首剂负荷量; 首剂负荷剂量; 负荷"
    ),
    Word.FIRST_DOUBLED: "首剂加倍; 首次加倍; 首剂量加倍; 首次剂量加倍; 首剂倍量; 第一次加倍; 首服加倍; double the first dose; first dose doubled; double first dose; double dose first; first dose double",
    Word.REST: (
        "other days; on other days; all other days; on all other days; the other days; on the other days; rest of the week; the rest of the week; "
        "rest of week; remaining days; on remaining days; on the remaining days; other days of the week; all other days of the week; every other day of the week; "
        "on all other days of the week; the remaining days; on the rest of the days; 其余日; 其他日; 其余时间; 其他时间; 其余各日; 其余; 其他; 其余日子; 其他日子; 余日"
    ),
    Word.EXCEPT: "停服; 不服; 停吃; except; except on; except for; apart from; other than; excluding; but not; but; not on; 除",
    Word.ALTERNATE: "alternating; alternate; alternately; alternated; alternating with; alternate with; alternating between; alternates with; one day and; the next; the next day; and the next; next day; 交替; 交替服用; 隔日交替; 交替使用; 隔日交替服用",
    Word.CHANGE: (
        "taper; tapering; tapered; scale; titrate; titrated; increase; increasing; increasing dose; reducing dose; reducing; tapering dose; reducing course; "
        "decrease; decreasing; reduce; repeated; double; bolus then; "
        "according to; based on; adjust; or; vs; 加倍; 递减; 递增; 减量; 加量; 逐渐; "
        "第; 或; 根据; 调整; 开始; 增加; 减少; 酌情; 酌减; 酌增; 逐渐减量; 逐渐加量; 酌情加量; 酌情减量; 逐步; 改"
    ),
    Word.REPEAT: (
        "repeat; may repeat; can repeat; repeat dose; may be repeated; can be repeated; repeat if needed; repeat if necessary; repeat if required; "
        "may repeat once; and repeat; then repeat; repeat once; may repeat dose; can be repeated once; 重复; 可重复; 重复使用; 再次; 可再次"
    ),
    Word.RESTRICT: (
        "until; unless; hold; skip; omit; off; 直至; 直到; 如; 若; "
        "暂停; 超过; 未; 不"
    ),
    Word.IF: "if; when; while; whenever; should",
    Word.OD: "od",
    Word.UNCLEAR_RATE: "biweekly; bi-weekly; bimonthly; bi-monthly; semiweekly; 每隔",
    Word.UNCLEAR_ROUTE: "含服; 含化; 含漱; 嚼碎含服; 注射; 滴入; 封闭; 皮内; 皮内注射; 滴注; 泵入; 微泵; 微量泵; 泵注; 微泵泵入",
    Word.MAX: (
        "max; maximum; max dose; maximum dose; maximum of; max of; not to exceed; not exceed; nte; do not exceed; max.; "
        "don't exceed; no more than; not more than; must not exceed; should not exceed; do not take more than; don't take more than; "
        "never more than; never exceed; up to a maximum of; up to a max of; up to maximum of; up to max; up to max of; to a maximum of; to a max of; "
        "not exceeding; never take more than; do not use more than; take no more than; use no more than; with a maximum of; limit to; "
        "limit; total max; upto max; upto a maximum of; upto maximum; maximum dosage; to max; to maximum; but no more than; but not more than; "
        "no more then; not more then; do not take more then; "
        "最多; 不超过; 不得超过; 不要超过; 勿超过; 不可超过; 不应超过; "
        "最大; 最大剂量; 最大量; 最高; 不宜超过; 不能超过; 最高剂量; 极量; 限量; 至多; 最多不超过; 最大不超过; 总量不超过; 不多于"
    ),
    Word.MAX_DAY: (
        "max daily amount; max daily amount:; maximum daily amount; max daily dose; maximum daily dose; max daily; max per day; daily max; daily maximum; mdd; max/day; maximum daily; "
        "max dose per day; maximum per day; max in 24 hours; max in 24h; max in 24hrs; maximum in 24 hours; daily maximum of; daily max of; "
        "max per 24 hours; 24 hour max; max 24 hour dose; max dose in 24 hours; max a day; maximum a day; maximum dose per day; "
        "in 24 hours max; in 24 hours no more than; 每日最多; 每天最多; 一日最多; 日最大剂量; 日最大量; "
        "每日最大剂量; 每日最大量; 每日不超过; 每天不超过; 一日不超过; 每日不得超过; 一日不得超过; 日剂量不超过; 一天不超过; 一天最多; "
        "每日总量不超过; 一日总量不超过; 每日剂量不超过; 每日限量; 一日最大量; 每天不得超过; 日总量不超过; 日极量; 每日极量; 一日极量; 最大日剂量; 每日最高剂量"
    ),
    Word.UP_TO: "up to; upto; up-to; at most; 可至",
    Word.IN_A_DAY: (
        "in 24 hours; per 24 hours; in 24 hrs; in 24 h; in 24h; per 24h; in a day; in one day; within 24 hours; in 24 hr; in 24hr; in 24hrs; "
        "in any 24 hours; in a 24 hour period; in 24 hour period; in any 24 hour period; per 24 hour period; in any 24hr period; in a 24hr period; "
        "in any 24 hrs; in any one day; in any day; in twenty four hours; each 24 hours; in each 24 hours; every day; in the day; during the day; "
        "in every 24 hours; during 24 hours; over 24 hours; over 24hrs; in a 24 hrs period; a 24 hour period; per 24 hrs; per 24hrs; 24 hours; "
        "every 24 hours; each day; a day; per day; daily; /day; /d; /24h; /24 h; /24 hours; /24hr; /24 hrs; /24hrs; /日; in one 24 hour period; "
        "/天; 每日; 每天; 一日; 一天; 每24小时; 24小时"
    ),
    Word.DIVIDED: "分服; divided; in divided doses; div; divided doses; ÷; 分次; in equally divided doses; 分次服用; 分次服; split doses; in split doses; 分次给药; 分次口服",
    Word.EACH: "各",
}  # fmt: skip
SITES: dict[tuple[Route, int | None], str] = {
    (Route.OPHTHALMIC, 1): (
        "eye; left eye; right eye; affected eye; affected eye(s); os; le; re; l eye; r eye; lt eye; rt eye; the affected eye; "
        "the left eye; the right eye; the affected eye(s); one eye; eye(s); the eye; left eye only; right eye only; the infected eye; infected eye; "
        "lower eyelid; the eyelid; eyelid; the eyelids; eyelids; each eyelid; inside lower eyelid; conjunctival sac; the operated eye; operated eye; "
        "左眼; 右眼; 患眼; 眼; 眼睑; 眼内; 结膜囊; 结膜囊内; 眼部"
    ),
    (Route.OPHTHALMIC, 2): (
        "both eyes; each eye; per eye; ou; the both eyes; l and r eyes; left and right eyes; left and right eye; each affected eye; b/e; "
        "right and left eyes; both affected eyes; 双眼; 每眼; 两眼; 双侧眼; 左右眼; 双眼各; 两眼各; 每只眼"
    ),
    (Route.OPHTHALMIC, None): "eyes; affected eyes; the eyes; the affected eyes",
    (Route.OTIC, 1): (
        "ear; left ear; right ear; affected ear; affected ear(s); the affected ear; the left ear; the right ear; l ear; r ear; the ear; ear(s); ear canal; "
        "one ear; the affected ear(s); 左耳; 右耳; 患耳; 耳; 耳内; 外耳道"
    ),
    (Route.OTIC, 2): "both ears; each ear; per ear; each affected ear; au; in au; 双耳; 每耳; 两耳; 每侧耳; 双侧耳",
    (Route.OTIC, None): "ears; affected ears; the ears; the affected ears",
    (Route.NASAL, 1): "nostril; left nostril; right nostril; one nostril; nose; the nose; the affected nostril; affected nostril; 鼻; 一侧鼻孔; 鼻腔",
    (Route.NASAL, 2): (
        "each nostril; per nostril; both nostrils; each nare; both nares; each side of the nose; each side of nose; every nostril; "
        "nostril each; nostrils each; 每侧鼻孔; 每鼻孔; 双侧鼻孔; 双鼻孔; 每侧; 双鼻; 每侧鼻腔; 双侧鼻腔; 每个鼻孔; 两侧鼻孔; 两鼻孔; 各鼻孔; 每侧鼻孔各; 双鼻腔"
    ),
    (Route.NASAL, None): "nostrils; nares; the nostrils",
    (Route.TOPICAL, 1): (
        "affected area; affected areas; affected area(s); the affected area; the affected areas; the affected area(s); area; face; skin; scalp; rash; lesion; "
        "lesions; body; hands; feet; legs; arms; neck; groin; the skin; the face; the scalp; the rash; the body; affected skin; the affected skin; "
        "affected part; affected parts; the affected parts; affected nail; affected nails; the affected nails; the affected nail; nails; hand; foot; leg; arm; "
        "whole body; wound; the wound; hair; dry skin; the area; areas; trunk; back; chest; knee; knees; elbows; shoulder; shoulders; lips; spots; wart; warts; "
        "infected area; the infected area; infected areas; affected joint; affected joints; painful area; the painful area; painful areas; "
        "sore area; sore areas; eczema; dry areas; dry areas of skin; itchy areas; red areas; feet and legs; arms and legs; hands and feet; face and neck; "
        "患处; 面部; 皮肤; 头皮; 皮损; 患部; 皮损处; 创面; 疼痛处; 痛处; 局部; 关节; 伤口; 脸部; 头部; 病损处; 病变部位; 患处皮肤; 疼痛部位; 胸部; 背部"
    ),
    (Route.TOPICAL, 2): "each arm; each leg; each foot; each hand; each knee; each thigh; each shoulder; each elbow; each ankle; each heel; "
    "each upper arm; each inner thigh; each axilla; each armpit; each underarm; under each arm; under each armpit; each breast; each cheek",
    (Route.RECTAL, 1): "rectum; the rectum; back passage; the back passage; anus; the anus; 肛门; 肛内; 肛周; 直肠内",
    (Route.VAGINAL, 1): "vagina; the vagina; high into the vagina; high into vagina; 阴道内; 阴道深部; 阴道深处",
    (Route.SUBLINGUAL, 1): "under your tongue; 舌下",
    (Route.BUCCAL, 1): "the cheek; the buccal cavity; between gum and cheek; between upper lip and gum; 口腔颊部",
}  # fmt: skip
