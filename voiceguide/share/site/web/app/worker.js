// Web worker that runs the Python core. Loads the runtime, the bundle and the packs of a session when it is called.

/** @type {Promise<any> | undefined} */
let enginePromise;
/** @type {any} */
let python;
const loaded = new Set();

/** @param {string} url @param {(bytes: number) => void} onBytes */
async function fetchBytes(url, onBytes = () => {}) {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`${response.status} ${url}`);
  const chunks = [];
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    onBytes(value.length);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** @param {any} message */
async function startEngine({ runtime, bundle, voices, sessionPacks }) {
  const { loadPyodide } = await import(`${runtime}pyodide.mjs`);
  const archive = fetchBytes(bundle);
  python = await loadPyodide({ indexURL: runtime });
  python.unpackArchive(await archive, "zip", { extractDir: "/app" });
  const start = python.runPython(`
import sys
sys.path.insert(0, "/app")
from voiceguide.share.site.engine import start_engine
start_engine
`);
  return start(JSON.stringify(voices), JSON.stringify(sessionPacks));
}

/** @param {any} message */
async function answer(message) {
  const { id, method, session, request, packs, covers } = message;
  const steps = Object.keys(packs).length + 2;
  let done = 0;
  const progress = () => postMessage({ id, progress: [++done, steps] });
  const fetches = Object.entries(packs)
    .filter(([name]) => !loaded.has(name))
    .map(async ([name, url]) => ({ name, bytes: await fetchBytes(url) }));
  enginePromise ??= startEngine(message);
  enginePromise.catch(() => (enginePromise = undefined));
  const engine = await enginePromise;
  progress();
  for (const fetching of fetches) {
    const { name, bytes } = await fetching;
    engine.add_pack(name, toBytes(bytes));
    loaded.add(name);
    progress();
  }
  const reply = JSON.parse(engine.plan(session, request));
  if (reply.error || method === "plan") return reply;
  const key = `${session} ${reply.cover}`;
  if (!loaded.has(key) && covers[reply.cover]) {
    engine.add_cover(session, reply.cover, toBytes(await fetchBytes(covers[reply.cover])));
    loaded.add(key);
  }
  const audio = engine.audio(session, request);
  if (typeof audio === "string") return JSON.parse(audio);
  const buffer = audio.getBuffer("u8");
  const bytes = new Uint8Array(buffer.data);
  buffer.release();
  audio.destroy();
  return { bytes };
}

/** @param {Uint8Array} bytes */
function toBytes(bytes) {
  return python.toPy(bytes);
}

addEventListener("message", async ({ data }) => {
  try {
    const { error, bytes, ...reply } = await answer(data);
    if (error) postMessage({ id: data.id, error });
    else if (bytes) postMessage({ id: data.id, result: bytes }, /** @type {any} */ ([bytes.buffer]));
    else postMessage({ id: data.id, result: reply });
  } catch (error) {
    postMessage({ id: data.id, error: String(error instanceof Error ? error.message : error) });
  }
});
