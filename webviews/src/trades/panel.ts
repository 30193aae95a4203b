// The trades panel: asks the host for the rows that are seen, and tells it what was chosen.
import type { PanelState, PanelStatus } from "../../messages/panel.ts";
import type {
  TradesMemory,
  TradesQuery,
  TradesToHost,
  TradesToPanel,
} from "../../messages/trades.ts";
import { clockOf } from "../format/clock.ts";
import { countedTrades, fixed, signed } from "../format/number.ts";
import { button } from "../parts/button.ts";
import { element } from "../parts/element.ts";
import { shortened } from "../parts/long-text.ts";
import { notice } from "../parts/notice.ts";
import { Announcer } from "../shell/announcer.ts";
import type { Host } from "../shell/host.ts";
import { Blocks, BLOCK_ROWS } from "./blocks.ts";
import { COLUMNS, rowsAsText, type CellContext } from "./columns.ts";
import { FilterBar } from "./filters.ts";
import { TradeGrid } from "./grid.ts";
import type { RowSpan } from "./scroll.ts";

type Show = Extract<TradesToPanel, { readonly type: "show" }>;
type Rows = Extract<TradesToPanel, { readonly type: "rows" }>;
export type TradesHost = Host<TradesToPanel, TradesToHost, TradesMemory>;

const BEGINNING: TradesQuery = { sort: { key: "number", isDescending: false }, filters: [] };
/** Answers under way at once: while one is read, the next is made. */
const IN_FLIGHT_MAX = 2;

export class TradesPanel {
  readonly element: HTMLElement;
  readonly #host: TradesHost;
  readonly #announcer = new Announcer();
  readonly #title = element("h1", {}, "Trades");
  readonly #summary = element("p", { class: "summary" });
  readonly #message = element("div", { class: "messages" });
  readonly #nothing = element("div", { class: "nothing" });
  readonly #content = element("div", { class: "content" });
  readonly #filters = new FilterBar((filters) => {
    this.#ask({ ...this.#query, filters: [...filters] });
  });
  readonly #grid: TradeGrid;
  readonly #blocks = new Blocks();
  #query: TradesQuery = BEGINNING;
  #state: PanelState | null = null;
  #show: Show | null = null;
  #status: PanelStatus = { kind: "ready", sentence: "", remedies: [] };
  /** Whether rows were refused since they were last asked for. */
  #lacksRows = false;
  #matchCount = 0;
  #profit = 0;
  #nextId = 0;
  /** Ids from here on are of the present question. */
  #firstId = 0;
  readonly #inFlight = new Map<number, number>();
  #span: RowSpan = { first: 0, count: BLOCK_ROWS };
  #context: CellContext = { clock: clockOf("UTC"), priceDigits: 2 };

  constructor(host: TradesHost) {
    this.#host = host;
    this.#grid = new TradeGrid(this.#context, {
      rowAt: (place) => this.#blocks.rowAt(place),
      seen: (span) => {
        this.#span = span;
        this.#pull();
      },
      open: (place) => {
        const number = this.#blocks.rowAt(place)?.number;
        if (number !== undefined) host.send({ type: "openTrade", number });
      },
      sortBy: (column) => {
        this.#sortBy(column);
      },
      copy: (from, to) => {
        this.#copy(from, to);
      },
      selected: (place) => {
        this.#selected(place);
      },
    });
    this.element = this.#layout();
    this.#content.hidden = true;
  }

  start(): void {
    const memory = this.#host.remembered();
    if (memory !== null) {
      this.#query = { sort: memory.sort, filters: memory.filters };
      this.#filters.restore(memory.filters);
    }
    this.#grid.showSort(this.#query.sort);
    this.#say({ kind: "loading", sentence: "Waiting for the run's trades …", remedies: [] });
    this.#host.send({ type: "ready", state: memory?.state ?? null });
  }

  receive(message: TradesToPanel): void {
    switch (message.type) {
      case "show":
        this.#begin(message);
        return;
      case "status":
        this.#say(message.status);
        return;
      case "rows":
        this.#take(message);
        return;
      case "rowsFailed":
        this.#failed(message.id, message.sentence);
        return;
      case "select":
        if (message.place !== null) this.#grid.select(message.place);
        return;
      case "told":
        this.#announcer.say(message.sentence);
        this.#told.textContent = shortened(message.sentence);
        return;
    }
  }

  readonly #told = element("span", { class: "told" });
  readonly #below = element("div", { class: "bar below" });

  #layout(): HTMLElement {
    const copy = button("Copy", () => {
      const { row, anchor } = this.#grid.cursor;
      if (row >= 0) this.#copy(Math.min(row, anchor), Math.max(row, anchor));
      else this.#tell("Choose rows first: click one, then hold Shift and use the arrow keys.");
    });
    const exported = button("Export as CSV", () => {
      this.#host.send({ type: "exportCsv", ...this.#query });
    });
    this.#below.append(copy, exported, this.#told);
    this.#content.append(this.#filters.element, this.#nothing, this.#grid.element, this.#below);
    return element(
      "main",
      { class: "panel trades-panel" },
      element("header", {}, this.#title, this.#summary),
      this.#message,
      this.#content,
      this.#announcer.element,
    );
  }

  #tell(sentence: string): void {
    this.#told.textContent = sentence;
    this.#announcer.say(sentence);
  }

  #begin(show: Show): void {
    this.#show = show;
    this.#state = show.state;
    this.#context = { clock: clockOf(show.head.timeZone), priceDigits: show.head.priceDigits };
    this.#filters.follow(this.#context.clock);
    const name = shortened(show.head.strategy);
    document.title = `${name} – trades`;
    this.#title.textContent = `Trades of ${name}`;
    this.#grid.describe(`Trades of ${name}`, this.#context);
    this.#lacksRows = false;
    this.#say({ kind: "ready", sentence: "", remedies: [] });
    this.#ask(this.#query);
  }

  #say(status: PanelStatus): void {
    const { kind, sentence, remedies } = status;
    this.#status = status;
    if (kind === "ready") this.#message.replaceChildren();
    else {
      const actions = remedies.map(({ remedy, label }) => ({
        label: shortened(label, 40),
        act: () => {
          this.#host.send({ type: "remedy", remedy });
        },
      }));
      this.#message.replaceChildren(notice(kind, shortened(sentence, 600), actions));
    }
    const isReplaced = kind === "loading" || kind === "empty";
    this.#content.hidden = isReplaced || this.#show === null;
    if (kind === "ready" && this.#lacksRows) this.#ask(this.#query);
  }

  #ask(query: TradesQuery): void {
    this.#query = query;
    this.#lacksRows = false;
    this.#firstId = this.#nextId;
    this.#inFlight.clear();
    this.#blocks.clear();
    this.#grid.showSort(query.sort);
    this.#remember();
    this.#request(Math.floor(this.#span.first / BLOCK_ROWS));
  }

  #sortBy(at: number): void {
    const key = COLUMNS[at]?.key;
    if (key === undefined) return;
    const { sort } = this.#query;
    const isDescending = sort.key === key && !sort.isDescending;
    this.#grid.toTop();
    this.#span = { ...this.#span, first: 0 };
    this.#ask({ ...this.#query, sort: { key, isDescending } });
    const title = COLUMNS[at]?.title ?? key;
    this.#announcer.say(`Sorted by ${title}, ${isDescending ? "descending" : "ascending"}.`);
  }

  #pull(): void {
    if (this.#show === null || this.#matchCount === 0) return;
    const missing = this.#blocks.missing(this.#span.first, this.#span.count);
    if (missing === null || this.#inFlight.size >= IN_FLIGHT_MAX) return;
    if ([...this.#inFlight.values()].includes(missing)) return;
    this.#request(missing);
  }

  #request(block: number): void {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#inFlight.set(id, block);
    const first = block * BLOCK_ROWS;
    this.#host.send({ type: "rows", id, ...this.#query, first, count: BLOCK_ROWS });
  }

  #take(rows: Rows): void {
    if (rows.id < this.#firstId) return;
    const isFirst = rows.id === this.#firstId;
    this.#inFlight.delete(rows.id);
    this.#blocks.put(rows.first, rows.rows);
    if (isFirst || rows.matchCount !== this.#matchCount) this.#count(rows);
    else this.#grid.refresh();
    this.#pull();
  }

  #count(rows: Rows): void {
    this.#matchCount = rows.matchCount;
    this.#profit = rows.profit;
    const isNothing = rows.matchCount === 0;
    this.#grid.element.hidden = isNothing;
    this.#nothing.replaceChildren();
    const isWithoutTrades = this.#show?.head.tradeCount === 0;
    this.#filters.element.hidden = isWithoutTrades;
    this.#below.hidden = isWithoutTrades;
    if (isWithoutTrades) {
      this.#nothing.append(notice("empty", "This run made no trade.", []));
    } else if (isNothing) {
      const clear = {
        label: "Show all trades",
        act: () => {
          this.#filters.clear();
        },
      };
      this.#nothing.append(notice("empty", "No trade passes these filters.", [clear]));
    }
    this.#summary.textContent = this.#sentence();
    this.#announcer.say(this.#sentence());
    this.#grid.begin(rows.matchCount);
  }

  #sentence(): string {
    if (this.#show === null) return "";
    const { tradeCount, openTradeCount, currency, symbol } = this.#show.head;
    const all = countedTrades(tradeCount, openTradeCount);
    const shown =
      this.#matchCount === tradeCount
        ? `${all} of ${shortened(symbol, 40)}`
        : `${fixed(this.#matchCount, 0)} of ${all} of ${shortened(symbol, 40)}`;
    const money = `${signed(this.#profit, 2)} ${shortened(currency, 12)}`;
    return `${shown}, profit ${money}. Times are ${this.#context.clock.zone}.`;
  }

  #failed(id: number, sentence: string): void {
    if (!this.#inFlight.delete(id)) return;
    this.#lacksRows = true;
    // What stands there already says why, and has a better next step.
    if (this.#status.remedies.length > 0) return;
    const again = {
      label: "Try again",
      act: () => {
        this.#message.replaceChildren();
        this.#ask(this.#query);
      },
    };
    this.#message.replaceChildren(notice("failed", shortened(sentence, 600), [again]));
  }

  #copy(from: number, to: number): void {
    const rows = Array.from({ length: to - from + 1 }, (_, at) => this.#blocks.rowAt(from + at));
    const held = rows.filter((row) => row !== null);
    if (held.length < rows.length) {
      this.#tell(`Only ${held.length} of ${rows.length} rows are loaded. Export them as CSV.`);
      return;
    }
    this.#host.send({ type: "copy", text: rowsAsText(held, this.#context) });
    this.#tell(held.length === 1 ? "Copied a row." : `Copied ${fixed(held.length, 0)} rows.`);
  }

  #selected(place: number): void {
    const trade = this.#blocks.rowAt(place);
    if (trade === null || this.#state === null) return;
    this.#state = { ...this.#state, timeUs: trade.entryTimeUs };
    this.#remember();
    this.#host.send({ type: "state", state: this.#state });
  }

  #remember(): void {
    if (this.#state === null) return;
    this.#host.remember({ state: this.#state, ...this.#query });
  }
}
