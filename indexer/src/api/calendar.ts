/** Calendars as iCalendar (RFC 5545). */
import type { Window } from "./windows/window.ts";

/** Bytes of a line, which are folded behind them. */
const LINE = 75;

/** A calendar of windows. */
export function calendar(name: string, windows: readonly Window[]): string {
  const lines = [
    ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//cDPO suite//indexer//EN", `X-WR-CALNAME:${text(name)}`],
    ...windows.flatMap(({ uid, from, until, title, what }) => [
      ...["BEGIN:VEVENT", `UID:${uid}`, `DTSTAMP:${moment(from)}`],
      ...[`DTSTART:${moment(from)}`, `DTEND:${moment(until)}`],
      ...[`SUMMARY:${text(title)}`, `DESCRIPTION:${text(what)}`, "END:VEVENT"],
    ]),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

/** The last second that calendars know: what contracts say may lie beyond it. */
const LAST = 253_402_300_799n;

function moment(seconds: bigint): string {
  const known = seconds > LAST ? LAST : seconds;
  return new Date(Number(known) * 1_000).toISOString().replace(/[-:]|\.000/g, "");
}

/** A text in a line: what others wrote cannot begin another one. */
function text(value: string): string {
  return value
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r?\n/g, "\\n")
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "?");
}

/** Breaks a line between characters, so that none has more than {@link LINE} bytes. */
function fold(line: string): string {
  let folded = "";
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > LINE) {
      folded += "\r\n ";
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
}
