// Starts the report page: reads its data, draws it, or says why it cannot.
import { reportData } from "../../messages/report.ts";
import { element } from "../parts/element.ts";
import { shortened } from "../parts/long-text.ts";
import { embeddedData } from "../shell/embedded-data.ts";
import { reportView } from "./view.ts";

function contents(): HTMLElement {
  const found = embeddedData("report-data");
  if (!found.ok) return apology(found.message);
  const parsed = reportData.safeParse(found.value);
  if (!parsed.success) return apology("The data of this page is not a report of this version.");
  document.title = `${shortened(parsed.data.strategy)} – backtest report`;
  return reportView(parsed.data);
}

function apology(message: string): HTMLElement {
  const text = `${message} Write the report again with \`backtestr run FILE --report FILE.html\`.`;
  return element("main", {}, element("p", { with: { role: "alert" } }, text));
}

document.body.replaceChildren(contents());
