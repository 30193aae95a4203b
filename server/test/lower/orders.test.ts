// Tests of orders: guards, arguments, ids and sides that a condition chooses, and places.
import assert from "node:assert/strict";
import { withHeader } from "../support/fixture.ts";
import { compiled, planOf, run } from "../support/compile.ts";

const CLOSES = [1, 2, 3, 4, 3, 2];

/** The bars on which each order of a body is placed. */
function check(body: string, expected: readonly string[]): void {
  const plan = planOf(body);
  const { orders } = run(body, CLOSES);
  const shown = orders.map(({ bar, statement }) => {
    const id = "id" in statement ? plan.texts[statement.id] : "";
    const side = "direction" in statement ? ` ${statement.direction}` : "";
    return `${bar} ${statement.does}${side} ${id ?? ""}`.trim();
  });
  assert.deepEqual(shown, expected);
}

describe("orders", () => {
  it("stand under all conditions around them", () => {
    check(
      "if close > 1\n    if close > 2\n        strategy.entry('A', strategy.long)\n    else\n        strategy.cancel_all()",
      ["1 cancelAll", "2 entry long A", "3 entry long A", "4 entry long A", "5 cancelAll"],
    );
    check(
      "switch\n    close > 3 => strategy.entry('A', strategy.long)\n    close > 2 => strategy.cancel('A')",
      ["2 cancel A", "3 entry long A", "4 cancel A"],
    );
  });

  it("inside functions stand under the conditions of the call", () => {
    check(
      "go(id) =>\n    if close != 3\n        strategy.entry(id, strategy.short)\nif close > 2\n    go('B')",
      ["3 entry short B"],
    );
    check("go() =>\n    strategy.entry('C', strategy.long)\n    true\nx = close > 3 and go()", [
      "3 entry long C",
    ]);
  });

  it("may choose their side and id", () => {
    check(
      "side = close > 2 ? strategy.long : strategy.short\nif close != 4\n    strategy.order(close > 1 ? 'U' : 'D', side, 1)",
      ["0 order short D", "1 order short U", "2 order long U", "4 order long U", "5 order short U"],
    );
  });

  it("leave out a text that is na", () => {
    const plan = planOf(
      "strategy.close('A', comment = close > 2 ? 'c' : na)\nstrategy.close_all(comment = na)",
    );
    const comments = plan.statements.map((one) => ("comment" in one ? one.comment : null));
    assert.deepEqual(
      comments.map((one) => (one === null ? null : plan.texts[one])),
      ["c", null, null],
    );
  });

  it("keep the order of the text", () => {
    const plan = planOf(
      "strategy.close('A')\nplot(close)\nstrategy.exit('X', 'A', stop = low)\nstrategy.close_all()",
    );
    assert.deepEqual(
      plan.statements.map(({ does }) => does),
      ["close", "plot", "exit", "closeAll"],
    );
  });
});

describe("arguments of orders", () => {
  function argument(text: string) {
    const plan = planOf(`strategy.entry('A', strategy.long, limit = ${text})`);
    const [statement] = plan.statements;
    assert.ok(statement?.does === "entry");
    const { rows } = run(`strategy.entry('A', strategy.long, limit = ${text})`, CLOSES);
    const { limit } = statement;
    return limit === null
      ? null
      : rows.map((row) =>
          limit.given === null || row[limit.given] === true ? row[limit.value] : null,
        );
  }

  it("are left out by a literal na", () => {
    assert.deepEqual(argument("na"), null);
    assert.deepEqual(argument("(na)"), null);
    assert.deepEqual(argument("close > 2 ? close : na"), [null, null, 3, 4, 3, null]);
    assert.deepEqual(argument("close > 2 ? na : close"), [1, 2, null, null, null, 2]);
    assert.deepEqual(argument("close > 3 ? 9 : close > 2 ? na : 5"), [5, 5, null, 9, null, 5]);
    assert.deepEqual(argument("close > 2 ? na : na"), null);
  });

  it("are given when na is computed", () => {
    assert.deepEqual(argument("close[1]"), [NaN, 1, 2, 3, 4, 3]);
    const plan = planOf(
      "x = close > 2 ? close : na\nstrategy.entry('A', strategy.long, limit = x)",
    );
    const [statement] = plan.statements;
    assert.ok(statement?.does === "entry" && statement.limit?.given === null);
  });

  it("carry units", () => {
    const plan = planOf(
      "strategy.exit('X', 'A', loss = 20 ticks, profit = 40, qty_percent = 50 %, comment = 'c')",
    );
    const [statement] = plan.statements;
    assert.ok(
      statement?.does === "exit" &&
        statement.lossTicks !== null &&
        statement.quantityPercent !== null,
    );
    assert.deepEqual(plan.nodes[statement.lossTicks.value]?.operation, { op: "number", value: 20 });
    assert.deepEqual(plan.nodes[statement.quantityPercent.value]?.operation, {
      op: "number",
      value: 50,
    });
    assert.equal(statement.comment === null ? null : plan.texts[statement.comment], "c");
  });
});

describe("places", () => {
  const body =
    "f(x) =>\n    y = x + 1\n    strategy.entry('A', strategy.long, y)\n    y\na = f(close)\nb = f(open)\nplot(a + b)";
  const text = withHeader(body);
  const { places, plan } = compiled(body);

  it("lead from expressions to nodes, once for each call", () => {
    assert.ok(places !== null && plan !== null);
    const at = text.indexOf("x + 1");
    const found = places.expressions.filter(({ start, end }) => start === at && end === at + 5);
    assert.deepEqual(
      found.map(({ call }) => call),
      [0, 1],
    );
    const operations = found.map(({ node }) => plan.nodes[node]?.operation.op);
    assert.deepEqual(operations, ["binary", "binary"]);
    assert.notEqual(found[0]?.node, found[1]?.node);
    const calls = places.calls.map(({ range }) => text.slice(range.start, range.end));
    assert.deepEqual(calls, ["f(close)", "f(open)"]);
  });

  it("lead from names to the value that they got", () => {
    assert.ok(places !== null);
    const at = text.indexOf("a = f(close)");
    assert.ok(places.expressions.some(({ start, end }) => start === at && end === at + 1));
  });

  it("lead from statements and nodes back to the text", () => {
    assert.ok(places !== null && plan !== null);
    const heads = places.statements.map(({ start, headEnd }) => text.slice(start, headEnd));
    assert.deepEqual(heads, ["strategy.entry", "strategy.entry", "plot"]);
    assert.equal(places.nodes.length, plan.nodes.length);
  });
});

describe("plans", () => {
  const plain =
    "fast = ta.sma(close, 5)\nif close > fast\n    strategy.entry('L', strategy.long)\nplot(fast, 'f')";

  it("do not depend on comments, spacing and names of locals", () => {
    const other =
      "// why\nq  =  ta.sma( close,5 )   // x\n\nif (close>q)\n  strategy.entry(\"L\",\n      strategy.long)\nplot(q, title = 'f')";
    assert.deepEqual(planOf(other), planOf(plain));
  });

  it("depend on everything that changes the logic", () => {
    for (const [from, to] of [
      ["5", "6"],
      ["close >", "close <"],
      ["'L'", "'M'"],
      ["long", "short"],
      ["'f'", "'g'"],
    ] as const) {
      assert.notDeepEqual(planOf(plain.replace(from, to)), planOf(plain));
    }
  });
});
