// Reads serial numbers out of an IFC file with web-ifc, which shares no code with what wrote it.
//   node read_by_web_ifc.mjs NODE_MODULES FILE.ifc   →   {"GlobalId": "serial number", …}
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, file] = process.argv.slice(2);
const webIfc = createRequire(`${modules}/`)("web-ifc");

const api = new webIfc.IfcAPI();
await api.Init();
const model = api.OpenModel(new Uint8Array(readFileSync(file)));
const serials = {};
const relations = api.GetLineIDsWithType(model, webIfc.IFCRELDEFINESBYPROPERTIES);
for (let i = 0; i < relations.size(); i++) {
  const relation = api.GetLine(model, relations.get(i));
  const set = api.GetLine(model, relation.RelatingPropertyDefinition.value, true);
  const serial = set.HasProperties?.find((property) => property.Name?.value === "SerialNumber");
  if (!serial) continue;
  for (const { value } of relation.RelatedObjects) serials[api.GetLine(model, value).GlobalId.value] = serial.NominalValue?.value;
}
api.CloseModel(model);
console.log(JSON.stringify(serials));
