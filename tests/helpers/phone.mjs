// Runs requests of a published site in Pyodide under Node: phone.mjs PYODIDE BUNDLE CASES.
// CASES is JSON: { voices, sessionPacks, packs, covers, requests }. Prints one line of JSON for each request.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const [pyodide, bundle, casesFile] = process.argv.slice(2);
const { loadPyodide } = await import(pyodide);
const cases = JSON.parse(readFileSync(casesFile, "utf8"));
const bytes = (path) => python.toPy(new Uint8Array(readFileSync(path)));
const python = await loadPyodide();
python.unpackArchive(new Uint8Array(readFileSync(bundle)), "zip", { extractDir: "/app" });
const start = python.runPython(`
import sys
sys.path.insert(0, "/app")
from voiceguide.share.site.engine import start_engine
start_engine
`);
const engine = start(JSON.stringify(cases.voices), JSON.stringify(cases.sessionPacks));
for (const [name, path] of Object.entries(cases.packs)) engine.add_pack(name, bytes(path));
for (const [session, minutes, path] of cases.covers) engine.add_cover(session, minutes, bytes(path));
for (const [session, request] of cases.requests) {
  const audio = engine.audio(session, request);
  const answer = typeof audio === "string" ? JSON.parse(audio).error : sha256(audio);
  console.log(JSON.stringify(answer));
}

function sha256(proxy) {
  const buffer = proxy.getBuffer("u8");
  const digest = createHash("sha256").update(buffer.data).digest("hex");
  buffer.release();
  proxy.destroy();
  return digest;
}
