// Finds Debian's chromium, in which panels and the editor are tested; installs it where that is allowed.
import { existsSync, readFileSync } from "node:fs";
import { run } from "./run.mjs";
import { say, step } from "./say.mjs";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const PACKAGES = ["chromium", "fonts-dejavu-core"];
const LINE = `apt-get install -y --no-install-recommends ${PACKAGES.join(" ")}`;

export const WITHOUT_BROWSER = `There is no chromium, in which panels and the editor are tested. Install it with \`${LINE}\`.`;

/** @returns {string | null} */
export function browserPath() {
  const places = [process.env["CHROMIUM"] ?? "", ...PLACES];
  return places.find((place) => place !== "" && existsSync(place)) ?? null;
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    // No such file: another system.
    return false;
  }
}

/** As root on Debian the browser is installed and the line is shown; elsewhere nothing is touched.
 * @returns {Promise<string | null>} where it is */
export async function browser() {
  const found = browserPath();
  if (found !== null) return found;
  if (process.getuid?.() !== 0 || !isDebian()) return null;
  step(`installing chromium for the tests of what is seen: ${LINE}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-q"], { env });
  const words = ["install", "-y", "-q", "--no-install-recommends", ...PACKAGES];
  const outcome = await run("apt-get", words, { env });
  if (outcome.code !== 0) say(outcome.stderr);
  return browserPath();
}
