// The version of this program, from the manifest it came with.
import { installationAt } from "@backtestr/hub";
import { rootOf, type Context } from "./context.ts";

export async function version(context: Context): Promise<string> {
  return (await installationAt(rootOf(context))).version;
}
