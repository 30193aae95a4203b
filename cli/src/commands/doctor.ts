// `backtestr doctor`: one line a finding, with what to do about what is wrong.
import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import path from "node:path";
import {
  type ConfigResult,
  type Configuration,
  installationAt,
  KEYS,
  loadConfiguration,
  printable,
} from "@backtestr/hub";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Style } from "../terminal/terminal.ts";
import { rootOf, type Context } from "./context.ts";
import { engineFindings, type Finding } from "./doctor-engine.ts";
import type { StoreWords } from "./with-store.ts";

const NODE_LEAST = [20, 19] as const;

export async function doctorCommand(context: Context, words: StoreWords): Promise<ExitCode> {
  const { terminal } = context;
  const { dataHome } = words;
  const flags = dataHome === null ? {} : { "store.data_home": dataHome };
  const loaded = await loadConfiguration(process.cwd(), context.environment, flags);
  const installation = await installationAt(rootOf(context));
  const fixed: readonly Finding[] = [
    { isGood: true, about: "backtestr", says: installation.version },
    nodeFinding(process.versions.node),
    ...configFindings(loaded),
    await pageFinding(context),
  ];
  const rest = loaded.ok
    ? [
        await homeFinding(loaded.configuration),
        ...(await engineFindings(context, loaded.configuration, installation.version)),
      ]
    : [];
  const findings = [...fixed, ...rest];
  if (words.isJson) terminal.out(findingsJson(findings));
  else for (const finding of findings) terminal.out(findingLine(finding, terminal.outStyle));
  if (findings.every(({ isGood }) => isGood)) return EXIT.ok;
  return EXIT.engine;
}

function findingsJson(findings: readonly Finding[]): string {
  const rows = findings.map(({ isGood, about, says }) => ({ is_good: isGood, about, says }));
  return `${JSON.stringify({ schema: "backtestr.doctor/1", findings: rows }, null, 2)}\n`;
}

function findingLine({ isGood, about, says }: Finding, style: Style): string {
  const mark = isGood ? style.good("ok     ") : style.bad("problem");
  return `${mark}  ${about}: ${printable(says)}\n`;
}

export function nodeFinding(running: string): Finding {
  const [major = 0, minor = 0] = running.split(".").map(Number);
  const [wantedMajor, wantedMinor] = NODE_LEAST;
  const isGood = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  const wanted = `${NODE_LEAST.join(".")} or newer is needed`;
  return { isGood, about: "Node", says: isGood ? running : `${running}; ${wanted}` };
}

function configFindings(loaded: ConfigResult): readonly Finding[] {
  const about = "configuration";
  if (!loaded.ok) {
    return loaded.problems.map(({ file, line, message }) => {
      const place = file === null ? "" : `${file}${line === null ? "" : `:${line}`}: `;
      return { isGood: false, about, says: place + message };
    });
  }
  const given = KEYS.map(({ section, key }) => `${section}.${key}`).flatMap((name) => {
    const origin = loaded.origins.get(name) ?? "default";
    return origin === "default" ? [] : [`${name} from ${origin}`];
  });
  return [{ isGood: true, about, says: given.length === 0 ? "defaults" : given.join(", ") }];
}

async function homeFinding(configuration: Configuration): Promise<Finding> {
  const home = configuration.store.data_home;
  const about = "data home";
  try {
    await mkdir(home, { recursive: true });
    await access(home, constants.W_OK);
    return { isGood: true, about, says: home };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : null;
    if (code === null) throw error;
    const says = `${home} cannot be written to (${code}); name another with --data-home`;
    return { isGood: false, about, says };
  }
}

async function pageFinding(context: Context): Promise<Finding> {
  const about = "report page";
  const script = path.join(context.programFolder, "webviews", "report.js");
  try {
    await access(script, constants.R_OK);
    return { isGood: true, about, says: "built" };
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return { isGood: false, about, says: `${script} is missing; run \`npm run build\`` };
  }
}
