// Prints what the package podcast-partytime reads from a feed, as JSON: node podcast.mjs PACKAGES-FOLDER FEED
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [packages, file] = process.argv.slice(2);
const { parseFeed } = createRequire(`${packages}/`)("podcast-partytime");
const feed = parseFeed(readFileSync(file, "utf8"));
const items = feed.items.map((item) => [
  item.title, item.enclosure.url, item.enclosure.length, item.duration,
  item.podcastTranscripts[0].url, item.podcastChapters.url,
]);
console.log(JSON.stringify({ title: feed.title, items }));
