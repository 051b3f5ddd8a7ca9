// Validates bundles against the definitions and value sets of FHIR R4 with the npm package `fhir`:
//   npm install --prefix /tmp/fhir fhir && NODE_PATH=/tmp/fhir/node_modules node benchmarks/fhir/validate.js bundle.json …
// Prints every message but notes on what the package cannot look up (its value sets hold no LOINC and SNOMED CT codes, and it
// does not know the program's own systems); exit code 1 where a bundle is not valid.
"use strict";

const fs = require("fs");
const { Fhir } = require("fhir");

const unknown = /^Code "[^"]*" \((http:\/\/loinc\.org|http:\/\/snomed\.info\/sct|urn:x-rxcheck:[^)]*|[^)]*ips[^)]*|[^)]*v3-ActCode)\) not found in value set$/;
const fhir = new Fhir();
let failed = false;
for (const file of process.argv.slice(2)) {
  const result = fhir.validate(JSON.parse(fs.readFileSync(file, "utf8")), { errorOnUnexpected: true });
  console.log(`${file}: ${result.valid ? "valid" : "NOT VALID"}`);
  for (const each of result.messages) {
    if (each.severity !== "info" && !unknown.test(each.message)) {
      console.log(`  ${each.severity} ${each.location}: ${each.message}`);
    }
  }
  failed = failed || !result.valid;
}
process.exitCode = failed ? 1 : 0;
