// Compiles a text and turns what the compiler says into problems at lines and columns.
import { compile, type Diagnostic, type TextRange } from "@backtestr/server/compiler";
import { problem, type Problem } from "../terminal/problem.ts";
import type { CompileResult, Compiled } from "./compiled.ts";
import { placesIn, type PlaceAt } from "./lines.ts";
import type { Source } from "./source.ts";

export function compileSource(source: Source): CompileResult {
  const found = compile([source]);
  const placeAt = placesIn(source);
  const problems = found.diagnostics.map((diagnostic) => problemOf(diagnostic, placeAt));
  return { compiled: compiledOf(found, placeAt), problems };
}

function compiledOf(found: ReturnType<typeof compile>, placeAt: PlaceAt): Compiled | null {
  const { plan, places, settings, parameters, unmetRequirements } = found;
  if (plan === null) return null;
  const placeOrNull = (range: TextRange | undefined) =>
    range === undefined ? null : placeAt(range);
  return {
    title: settings.title ?? "",
    plan,
    data: settings.data,
    account: settings.account,
    parameters,
    broken: (values) => unmetRequirements(values).map((range) => brokenRequirement(range, placeAt)),
    placeOfStatement: (statement) => {
      const place = places?.statements[statement];
      return placeOrNull(
        place === undefined ? undefined : { start: place.start, end: place.headEnd },
      );
    },
    placeOfNode: (node) => placeOrNull(places?.nodes[node]),
    placeOfSource: placeOrNull(settings.data.source?.range),
  };
}

function problemOf(diagnostic: Diagnostic, placeAt: PlaceAt): Problem {
  const { code, severity, message, range, related, fixes } = diagnostic;
  return problem({
    code,
    severity,
    message,
    place: placeAt(range),
    related: related.map((one) => ({ place: placeAt(one.range), message: one.message })),
    help: fixes[0]?.title ?? null,
  });
}

function brokenRequirement(range: TextRange, placeAt: PlaceAt): Problem {
  return problem({
    code: "require",
    message: "The parameters' values break this requirement.",
    help: "Give other values with --param NAME=VALUE.",
    place: placeAt(range),
  });
}
