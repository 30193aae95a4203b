// Numbers as the editor writes them: few digits, thousands apart, a real minus sign.

const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Money in whole units: `1,204`, `−86`. */
export function wholeMoney(value: number): string {
  return signed(value, GROUPED.format(Math.abs(value)));
}

/** With its sign, as differences are written: `+86`, `−0.4`. */
export function difference(value: number, write: (value: number) => string): string {
  const text = write(value);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** One decimal: `3.1`. */
export function oneDecimal(value: number): string {
  return signed(value, Math.abs(value).toFixed(1));
}

/** Six significant digits, as a value at the end of a line: `1.10234`, `12,345.7`, `1.2e-9`. */
export function shortNumber(value: number): string {
  if (Number.isNaN(value)) return "na";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-5 || size >= 1e15)) {
    return signed(value, size.toExponential(5).replace(/\.?0+e/, "e"));
  }
  const decimals = size >= 1e6 ? 0 : Math.max(0, 5 - Math.floor(Math.log10(Math.max(size, 1))));
  const format = new Intl.NumberFormat("en-US", { maximumFractionDigits: decimals });
  return signed(value, format.format(size));
}

/** A time span: `41 ms`, `1.4 s`. */
export function span(seconds: number): string {
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  const milliseconds = seconds * 1_000;
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${milliseconds.toFixed(0)} ms`;
}

function signed(value: number, size: string): string {
  return value < 0 && /[1-9]/.test(size) ? `−${size}` : size;
}
