// Tests of the words of a command line.
import { strict as assert } from "node:assert";
import { COMMANDS } from "../../src/arguments/command.ts";
import { helpText } from "../../src/arguments/help.ts";
import { parseArguments } from "../../src/arguments/parse.ts";

function checkRefused(words: string, message: RegExp): void {
  const parsed = parseArguments(words.split(" "));
  assert.ok(parsed.kind === "refused", words);
  assert.match(parsed.message, message);
}

describe("arguments", () => {
  it("reads operands, switches and values in any order", () => {
    const parsed = parseArguments(
      "run --param fast=10 a.strat --json --param=slow=3 --trades t.csv".split(" "),
    );
    assert.ok(parsed.kind === "run");
    const { command, operands, flags } = parsed.invocation;
    assert.deepEqual([command, operands], ["run", ["a.strat"]]);
    assert.deepEqual(flags.get("param"), ["fast=10", "slow=3"]);
    assert.deepEqual([flags.has("json"), flags.get("trades")], [true, ["t.csv"]]);
  });

  it("takes everything after -- as it is", () => {
    const parsed = parseArguments(["check", "--", "--odd.strat", "-h"]);
    assert.ok(parsed.kind === "run");
    assert.deepEqual(parsed.invocation.operands, ["--odd.strat", "-h"]);
  });

  it("names the nearest command and flag", () => {
    checkRefused("rum x.strat", /There is no command rum\. Did you mean run\?/);
    checkRefused("run x.strat --reprot r.html", /Did you mean --report\?/);
    checkRefused("run x.strat --quickly", /It knows --param/);
    checkRefused("x.strat", /Did you mean `backtestr run x\.strat`\?/);
    checkRefused("--json", /a command comes first/);
  });

  it("refuses what is missing, given twice or too much", () => {
    checkRefused("run", /wants a FILE/);
    checkRefused("run a.strat b.strat", /b\.strat is one too many/);
    checkRefused("run a.strat --report", /--report wants a value: --report FILE\.html/);
    checkRefused("run a.strat --report=", /wants a value/);
    checkRefused("run a.strat --report --json", /wants a value/);
    checkRefused("run a.strat --json=yes", /--json takes no value/);
    checkRefused("run a.strat --data a --data b", /--data is given twice/);
    checkRefused("doctor now", /takes no now/);
  });

  it("finds actions of groups, and names the nearest", () => {
    const parsed = parseArguments(["data", "show", "EURUSD", "--json"]);
    assert.ok(parsed.kind === "run");
    const { command, operands } = parsed.invocation;
    assert.deepEqual([command, operands], ["data show", ["EURUSD"]]);
    checkRefused("data", /wants an action\. There are list, show, verify, remove, undo, export\./);
    checkRefused("data lst", /Did you mean `backtestr data list`\?/);
    checkRefused("runs frobnicate", /There are list, show, compare, remove\./);
    checkRefused("runs compare a", /wants 2 of RUN/);
    checkRefused("runs compare a b c", /takes 2 RUN; c is one too many/);
    checkRefused("data list EURUSD", /takes no EURUSD/);
    assert.deepEqual(parseArguments(["data", "--help"]), { kind: "help", command: "data" });
    assert.deepEqual(parseArguments(["help", "runs", "show"]), {
      kind: "help",
      command: "runs show",
    });
    assert.match(helpText("data"), /\n {2}data undo +take back/);
    assert.match(helpText("data verify"), /usage: backtestr data verify \[NAME\] \[FLAGS\]/);
    assert.match(helpText("runs compare"), /usage: backtestr runs compare RUN RUN \[FLAGS\]/);
  });

  it("lets a value begin with a minus sign", () => {
    const parsed = parseArguments(["run", "a.strat", "--param", "-x=1"]);
    assert.ok(parsed.kind === "run");
  });

  it("helps with every command, with its flags and examples", () => {
    assert.deepEqual(parseArguments(["run", "x", "--help"]), { kind: "help", command: "run" });
    assert.deepEqual(parseArguments(["help", "plan"]), { kind: "help", command: "plan" });
    assert.deepEqual(parseArguments([]), { kind: "help", command: null });
    assert.deepEqual(parseArguments(["--version"]), { kind: "version" });
    for (const { name, flags, examples } of COMMANDS) {
      const text = helpText(name);
      for (const flag of flags) assert.match(text, new RegExp(`--${flag.name}\\b`));
      assert.ok(examples.length > 0 && text.includes("examples:"));
      assert.match(helpText(null), new RegExp(`\\n {2}${name} `));
    }
  });

  it("understands every example of its own help", () => {
    for (const [command] of COMMANDS.flatMap(({ examples }) => [...examples])) {
      const words = [...command.matchAll(/"([^"]*)"|\S+/g)].map(([word, text]) => text ?? word);
      assert.equal(parseArguments(words.slice(1)).kind, "run", command);
    }
  });
});
