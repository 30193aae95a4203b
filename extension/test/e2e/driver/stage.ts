// Sets a story up: the samples in a folder of their own, an editor on it, pictures when it fails.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { openEditor, type Editor, type EditorOptions } from "./editor.ts";

export const SHOTS = path.resolve("out/shots");

export interface Stage {
  readonly editor: Editor;
  readonly folder: string;
  /** Where this editor's engine keeps what it stores. */
  readonly dataHome: string;
  /** A file of the folder. */
  readonly file: (name: string) => string;
  readonly shot: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openStage(options: Omit<EditorOptions, "folder"> = {}): Promise<Stage> {
  fs.mkdirSync(SHOTS, { recursive: true });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "backtestr-ws-"));
  fs.cpSync("samples", folder, { recursive: true });
  const dataHome = path.join(folder, ".home");
  const env = { BACKTESTR_DATA_HOME: dataHome, ...options.env };
  const editor = await openEditor({ ...options, folder, env });
  return {
    editor,
    folder,
    dataHome,
    file: (name) => path.join(folder, name),
    shot: async (name) => {
      await editor.page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
    },
    close: async () => {
      await editor.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A picture and the logs of a story that failed. */
export async function explain(stage: Stage, title: string): Promise<void> {
  const name = `failed-${title.replace(/\W+/g, "-")}`;
  await stage.shot(name);
  fs.writeFileSync(path.join(SHOTS, `${name}.log`), stage.editor.logs());
}
