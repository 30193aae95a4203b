// What runs tell of their texts, asked once a run. The question of a file is taken back when its text
// changes or a newer run comes: nobody waits for the answer then.
import { hintsOf, placedHints, type Hint, type PlacedHint } from "@backtestr/hub";
import { isAt } from "./moved-path.ts";
import { planPlaces } from "./plan-places.ts";
import type { RunRequests } from "./run-requests.ts";
import type { RunResult } from "./results.ts";

interface Question {
  /** Which run of which life of the engine. */
  readonly key: string;
  readonly abort: AbortController;
  readonly hints: Promise<readonly Hint[]>;
}

export class RunHints {
  readonly #ofRun: RunRequests;
  readonly #onTrouble: (sentence: string) => void;
  readonly #questions = new Map<string, Question>();

  /** `onTrouble` is told why there are none, unless nobody waits for them any more. */
  constructor(ofRun: RunRequests, onTrouble: (sentence: string) => void) {
    this.#ofRun = ofRun;
    this.#onTrouble = onTrouble;
  }

  /** Nothing when the engine does not answer: a result stands without hints. */
  async of(result: RunResult): Promise<readonly PlacedHint[]> {
    const hints = await this.#question(result).hints;
    return placedHints(hints, {
      bars: result.summary.bars,
      warmupBars: result.settings.warmupBars,
      places: planPlaces(result.compiled),
    });
  }

  /** The text of a file changed. */
  takeBack(file: string): void {
    this.#questions.get(file)?.abort.abort();
  }

  /** A file or a folder is gone. */
  forget(place: string): void {
    for (const file of [...this.#questions.keys()].filter((one) => isAt(one, place))) {
      this.takeBack(file);
      this.#questions.delete(file);
    }
  }

  #question(result: RunResult): Question {
    const { file, engine, run } = result;
    const key = `${engine}.${run}`;
    const before = this.#questions.get(file);
    if (before?.key === key) return before;
    before?.abort.abort();
    const abort = new AbortController();
    const hints = hintsOf(this.#ofRun(result), run, abort.signal).then((answer) => {
      if (answer.ok) return answer.value;
      if (!abort.signal.aborted) this.#onTrouble(answer.error.message);
      if (this.#questions.get(file) === question) this.#questions.delete(file);
      return [];
    });
    const question = { key, abort, hints };
    this.#questions.set(file, question);
    return question;
  }
}
