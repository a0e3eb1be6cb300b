// Service worker: what was loaded once works without a network, and sounds are served in ranges.

const VERSION = "$version";
const PAGE_FILES = $page_files;
const PACKED_SIZES = $packed_sizes; // bytes of each file that has a compressed form, once unpacked
const FILES = "voiceguide-files";
const SOUNDS = "voiceguide-sounds";
const scope = new URL("./", location.href).href;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope)) event.respondWith(answer(request));
});

async function install() {
  const cache = await caches.open(`voiceguide-shell-${VERSION}`);
  await cache.addAll(PAGE_FILES.map((path) => new Request(new URL(path, scope), { cache: "no-cache" })));
  await skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("voiceguide-shell-") && !name.endsWith(VERSION));
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

async function answer(request) {
  const path = request.url.slice(scope.length).split(/[?#]/)[0];
  if (path.startsWith("sound/")) return sound(request);
  const shell = await (await caches.open(`voiceguide-shell-${VERSION}`)).match(path ? request : `${scope}index.html`, { ignoreSearch: true });
  if (shell) return shell;
  const files = await caches.open(FILES);
  const known = await files.match(request.url);
  if (known) return known;
  const response = path in PACKED_SIZES ? await fetchPacked(request, PACKED_SIZES[path]) : await fetch(request);
  // Names carry the hash of their content, so that a file never changes.
  if (response.ok && response.status === 200 && /^(files|runtime)/.test(path)) await files.put(request.url, response.clone());
  return response;
}

// Fetch the compressed form of a file, and unpack it; fetch the file itself where that is not possible.
async function fetchPacked(request, size) {
  const packed = "DecompressionStream" in self ? await fetch(`${request.url.split(/[?#]/)[0]}.packed`) : null;
  if (!packed?.ok || !packed.body) return fetch(request);
  const type = TYPES[request.url.match(/\.\w+$/)?.[0]] ?? "application/octet-stream";
  const headers = { "Content-Type": type, "Content-Length": String(size) };
  return new Response(packed.body.pipeThrough(new DecompressionStream("gzip")), { headers });
}

const TYPES = {
  ".mp3": "audio/mpeg",
  ".wasm": "application/wasm",
  ".mjs": "text/javascript",
  ".js": "text/javascript",
  ".json": "application/json",
};

async function sound(request) {
  const found = await (await caches.open(SOUNDS)).match(request.url);
  if (!found) return new Response("", { status: 404 });
  const blob = await found.blob();
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("Range") ?? "bytes=0-");
  const [first, last] = range && (range[1] || range[2]) ? bounds(range, blob.size) : [0, -1];
  if (first > last) return new Response("", { status: 416, headers: { "Content-Range": `bytes */${blob.size}` } });
  return new Response(blob.slice(first, last + 1), {
    status: 206,
    headers: {
      "Content-Type": "audio/mpeg",
      "Content-Length": String(last - first + 1),
      "Content-Range": `bytes ${first}-${last}/${blob.size}`,
      "Accept-Ranges": "bytes",
    },
  });
}

function bounds([, first, last], size) {
  if (!first) return [Math.max(size - Number(last), 0), size - 1];
  return [Number(first), Math.min(last ? Number(last) : size - 1, size - 1)];
}
