// Bundles TypeScript with esbuild: programs into dist/, tests into out/. Always from source.
import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { DIST, OUT, ROOT, inRoot } from "./paths.mjs";
import { step } from "./say.mjs";

/**
 * @typedef {object} Program
 * @property {string} from entry source, relative to the root
 * @property {string} to bundle below dist/
 * @property {import("esbuild").BuildOptions} as
 */

/** @type {import("esbuild").BuildOptions} */
const FOR_NODE = { platform: "node", target: "node20", format: "esm" };
/** @type {import("esbuild").BuildOptions} */
const WITH_SERVER = {
  ...FOR_NODE,
  // The language server's library is CommonJS, which asks for `require`.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
};
/** @type {import("esbuild").BuildOptions} */
const FOR_EDITOR = {
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  minify: true,
  keepNames: true,
  // A library asks for it to know its host; the editor logs each such question as an error.
  define: { navigator: "undefined" },
};
/** @type {import("esbuild").BuildOptions} */
const FOR_BROWSERS = { platform: "browser", target: "es2022", format: "iife", minify: true };

/** @type {Program[]} */
const PROGRAMS = [
  { from: "cli/src/main.ts", to: "cli.mjs", as: WITH_SERVER },
  { from: "server/src/lsp/main.ts", to: "server.mjs", as: WITH_SERVER },
  { from: "extension/src/main.ts", to: "extension.js", as: FOR_EDITOR },
  { from: "webviews/src/chart/main.ts", to: "webviews/chart.js", as: FOR_BROWSERS },
  { from: "webviews/src/chart/chart.css", to: "webviews/chart.css", as: { minify: true } },
  { from: "webviews/src/trades/main.ts", to: "webviews/trades.js", as: FOR_BROWSERS },
  { from: "webviews/src/trades/trades.css", to: "webviews/trades.css", as: { minify: true } },
  { from: "webviews/src/report/main.ts", to: "webviews/report.js", as: FOR_BROWSERS },
  { from: "webviews/src/report/report.css", to: "webviews/report.css", as: { minify: true } },
];

async function esbuild() {
  // Imported late: the set-up that installs esbuild has to run first.
  return import("esbuild");
}

/** Builds every program whose source exists. */
export async function bundlePrograms() {
  const { build } = await esbuild();
  for (const program of PROGRAMS) {
    if (!existsSync(inRoot(program.from))) {
      step(`left out dist/${program.to}: there is no ${program.from} yet`);
      continue;
    }
    await build({
      ...program.as,
      absWorkingDir: ROOT,
      entryPoints: [program.from],
      outfile: path.join(DIST, program.to),
      bundle: true,
      sourcemap: program.as.platform === "node" ? "linked" : false,
      legalComments: "linked",
      logLevel: "warning",
    });
  }
}

/** Registry packages stay imports, so that tests and their tools share one copy of each.
 * @type {import("esbuild").Plugin} */
const registryPackagesStayOutside = {
  name: "registry-packages-stay-outside",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, (args) =>
      args.kind === "entry-point" || args.path.startsWith("@backtestr/")
        ? undefined
        : { path: args.path, external: true },
    );
  },
};

/** @param {string} folder @returns {Promise<string[]>} test files below it, sorted */
async function testFilesBelow(folder) {
  const names = await readdir(inRoot(folder), { recursive: true });
  return names
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => path.posix.join(folder, name.split(path.sep).join("/")))
    .sort();
}

/**
 * Bundles the tests of one package.
 * @param {string} folder its test folder, relative to the root
 * @returns {Promise<string[]>} the bundles to hand to mocha
 */
export async function bundleTests(folder) {
  const { build } = await esbuild();
  const entryPoints = existsSync(inRoot(folder)) ? await testFilesBelow(folder) : [];
  if (entryPoints.length === 0) return [];
  const outdir = path.join(OUT, folder);
  await rm(outdir, { recursive: true, force: true });
  await build({
    ...FOR_NODE,
    absWorkingDir: ROOT,
    entryPoints,
    outdir,
    outbase: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // One copy of each shared module, as in the product: tests may rely on identity.
    splitting: true,
    sourcemap: "inline",
    logLevel: "warning",
    plugins: [registryPackagesStayOutside],
  });
  return entryPoints.map((entry) =>
    path.join(outdir, path.posix.relative(folder, entry).replace(/\.ts$/, ".mjs")),
  );
}
