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
  target: ["chrome111", "firefox115", "safari16.4"],
  loader: { ".woff2": "file", ".svg": "file" },
  assetNames: "files/[name]-[hash]",
  plugins: [tabler],
  outdir: out,
};

const islands = fs.existsSync(source("pages"))
  ? fs.readdirSync(source("pages")).filter((name) => name.endsWith(".js")).map((name) => source("pages", name))
  : [];

fs.rmSync(out, { recursive: true, force: true });
await esbuild.build({ ...shared, entryPoints: [source("css", "app.css")] });
await esbuild.build({ ...shared, entryPoints: [source("js", "app.js"), ...islands], format: "esm", entryNames: "[name]" });
await esbuild.build({ ...shared, entryPoints: [source("js", "theme-boot.js")], format: "iife" });
fs.copyFileSync(source("icons", "favicon.svg"), path.join(out, "favicon.svg"));

for (const name of fs.readdirSync(out).filter((entry) => /\.(css|js)$/.test(entry))) {
  console.log(`${name} ${(fs.statSync(path.join(out, name)).size / 1024).toFixed(1)} kB`);
}
