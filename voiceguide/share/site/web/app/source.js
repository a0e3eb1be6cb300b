// A sound for the audio element: the bytes of a whole MP3 file under an address.
//
// The service worker serves it in ranges, since some browsers can seek only so and others play no Blob. Without a
// service worker, as on plain http, it is a Blob.

const SOUNDS = "voiceguide-sounds";

/**
 * Return an address for a sound. Only the sound of the latest call with a slot keeps its address.
 * @param {Uint8Array | Blob} bytes
 * @param {string} slot
 */
export async function soundUrl(bytes, slot) {
  const blob = new Blob([/** @type {BlobPart} */ (bytes)], { type: "audio/mpeg" });
  if (!navigator.serviceWorker?.controller) {
    if (blobUrls.has(slot)) setTimeout(URL.revokeObjectURL, 10_000, blobUrls.get(slot));
    const url = URL.createObjectURL(blob);
    blobUrls.set(slot, url);
    return url;
  }
  const cache = await caches.open(SOUNDS);
  const prefix = new URL(`sound/${slot}/`, document.baseURI).href;
  const url = `${prefix}${Date.now()}.mp3`;
  const old = (await cache.keys()).filter((request) => request.url.startsWith(prefix));
  await cache.put(url, new Response(blob, { headers: { "Content-Type": "audio/mpeg" } }));
  await Promise.all(old.slice(0, -1).map((request) => cache.delete(request))); // the one that plays stays
  return url;
}

/** @type {Map<string, string>} */
const blobUrls = new Map();

/**
 * Fetch a whole file: a lost network must not sound like a hold.
 * @param {string} path
 * @param {(share: number) => void} onProgress
 */
export async function fetchWhole(path, onProgress) {
  const response = await fetch(path);
  if (!response.ok || !response.body) throw new Error(`${response.status} ${path}`);
  const total = Number(response.headers.get("Content-Length"));
  const chunks = [];
  let size = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
    if (total) onProgress(Math.min(size / total, 1));
  }
  return new Blob(chunks, { type: "audio/mpeg" });
}
