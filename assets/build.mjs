// Bundles style sheet, scripts and fonts into static/build. Every file in src/pages becomes a script of its own.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { keepTabler } from "./tabler.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "..", "static", "build");
const source = (...parts) => path.join(here, "src", ...parts);

const tabler = {
  name: "tabler-subset",
  setup(build) {
    build.onLoad({ filter: /tabler\.css$/ }, async ({ path: file }) => ({
      contents: keepTabler(await fs.promises.readFile(file, "utf8")),
      loader: "css",
    }));
  },
};

const shared = {
  bundle: true,
  minify: true,
  logLevel: "warning",
  legalComments: "none",
  metafile: true,
  target: ["chrome111", "firefox115", "safari16.4"],
  loader: { ".woff2": "file", ".svg": "file" },
  assetNames: "files/[name]-[hash]",
  plugins: [tabler],
  outdir: out,
};

const islands = fs.existsSync(source("pages"))
  ? fs.readdirSync(source("pages")).filter((name) => name.endsWith(".js")).map((name) => source("pages", name))
  : [];

const built = await Promise.all([
  esbuild.build({ ...shared, entryPoints: [source("css", "app.css")] }),
  esbuild.build({ ...shared, entryPoints: [source("js", "app.js"), ...islands], format: "esm", entryNames: "[name]" }),
  esbuild.build({ ...shared, entryPoints: [source("js", "theme-boot.js")], format: "iife" }),
]);
const favicon = path.join(out, "favicon.svg");
fs.copyFileSync(source("icons", "favicon.svg"), favicon);

// Swept afterwards, not before, so that a running server never misses a file.
const kept = new Set([favicon, ...built.flatMap(({ metafile }) => Object.keys(metafile.outputs).map((name) => path.resolve(name)))]);
for (const entry of fs.readdirSync(out, { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  if (entry.isFile() && !kept.has(file)) fs.rmSync(file);
}

for (const file of [...kept].filter((name) => /\.(css|js)$/.test(name)).sort()) {
  console.log(`${path.basename(file)} ${(fs.statSync(file).size / 1024).toFixed(1)} kB`);
}
