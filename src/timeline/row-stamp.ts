/** Finds date and time in the columns of a timeline that is a table. */
import type { Unit } from "#src/markdown/outline.ts";
import { readStamp, type Stamp } from "./stamp.ts";
import { readZone, statedZone } from "./zone-words.ts";

/** The stamp of a row, and what happened. */
export interface RowStamp {
  readonly stamp: Stamp;
  readonly text: string;
  /** True when a column's title says that it holds dates or times. */
  readonly titled: boolean;
}

const TITLE =
  /^(?:.{0,20}\b)?(?:dates?|days?|datum|when|time|times|timestamp|datetime|utc|gmt|hours?|starte?d?|began|begin|zeit|uhrzeit|zeitpunkt|fecha|hora|heure|at|pst|pdt|est|edt|cet|cest|ist|et|pt|t\+?)\b/i;
const OTHER =
  /\b(?:due|duration|eta|deadline|elapsed|target|updated|created|published|(?:time|times) (?:to|spent|taken|in|since)|impact|downtime|last)\b/i;
const MOST_COLUMNS = 12;

/** Reads the row's stamp; null when none of its cells is a time. A row that has only a day and no words says on which day the next ones are. */
export function readRowStamp({ cells, header }: Unit): RowStamp | null {
  const looked = cells.slice(0, MOST_COLUMNS);
  const titled = looked.map((_cell, index) => isTimeTitle(header[index] ?? ""));
  const columns = leadingColumns(looked, titled);
  const chosen = withZoneColumn(columns.length > 0 ? columns : titledColumns(looked, titled), { cells, header });
  if (chosen.length === 0) return null;
  const stamp = readStamp(chosen.map((index) => timeCell(looked[index]!, titled[index]!)).join(" "));
  if (stamp === null) return null;
  const first = chosen.find((index) => /\d/.test(looked[index]!)) ?? chosen[0]!;
  const clockColumn = chosen.find((index) => looked[index]!.includes(":")) ?? first;
  const text = cells.filter((cell, index) => cell !== "" && !chosen.includes(index)).join(" | ");
  const inCell = chosen.length === 1 ? restOf(looked[first]!) : "";
  return {
    stamp: completed(stamp, { header, clockColumn, dateColumn: first }),
    text: [inCell, text].filter((part) => part !== "").join(" | "),
    titled: chosen.some((index) => titled[index]),
  };
}

/** `| 3 August — general outage | … |`: in a timeline the first cell may begin with its day or time. */
export function readFirstCell({ cells }: Unit): RowStamp | null {
  const [first = "", ...others] = cells;
  const stamp = readStamp(first);
  if (stamp === null || stamp.prose || !stamp.separated) return null;
  const text = [first.slice(stamp.end).trim(), ...others].filter((cell) => cell !== "").join(" | ");
  return { stamp, text, titled: false };
}

/** `| Date | Time | Zone | Event |` */
function withZoneColumn(columns: readonly number[], { cells, header }: Pick<Unit, "cells" | "header">): number[] {
  if (columns.length === 0) return [];
  const zone = header.findIndex((title) => /^(?:time ?)?(?:zone|tz)$/i.test(title.trim()));
  if (zone === -1 || columns.includes(zone) || readZone(cells[zone]?.trim() ?? "", 0) === null) return [...columns];
  return [...columns, zone];
}

function isTimeTitle(title: string): boolean {
  return TITLE.test(title.trim()) && !OTHER.test(title);
}

/** The columns at the left that hold nothing but a time or a date; a column of running numbers before them is passed over. */
function leadingColumns(cells: readonly string[], titled: readonly boolean[]): number[] {
  const start = /^#?\d{1,3}\.?$/.test(cells[0] ?? "") && !titled[0] ? 1 : 0;
  const columns: number[] = [];
  for (let index = start; index < Math.min(cells.length, start + 4); index += 1) {
    const cell = timeCell(cells[index]!, titled[index]!);
    const isBlankTime = cell === "" && titled[index]!;
    if (!isBlankTime && !isOnlyTime(cell)) break;
    columns.push(index);
  }
  return columns.some((index) => cells[index] !== "") ? columns : [];
}

/** Date and time may stand behind what happened, each in a column of its own; a zone may have one, too. */
function titledColumns(cells: readonly string[], titled: readonly boolean[]): number[] {
  const isTime = (cell: string, at: number) => titled[at]! && isOnlyTime(timeCell(cell, true));
  const only = cells.flatMap((cell, at) => (isTime(cell, at) ? [at] : []));
  if (only.length > 0) return only.slice(0, 2);
  const index = cells.findIndex((cell, at) => titled[at] && readStamp(timeCell(cell, true)) !== null);
  return index === -1 ? [] : [index];
}

function isOnlyTime(cell: string): boolean {
  const stamp = readStamp(cell);
  return stamp !== null && !stamp.prose && cell.slice(stamp.end).trim() === "";
}

function restOf(cell: string): string {
  const stamp = readStamp(cell);
  return stamp ? cell.slice(stamp.end).trim() : "";
}

/** In a column of times `1435` is a time, too. */
function timeCell(cell: string, isTitled: boolean): string {
  return isTitled ? cell.trim().replace(/^([01]\d|2[0-3])([0-5]\d)$/, "$1:$2") : cell.trim();
}

interface Columns {
  readonly header: readonly string[];
  readonly clockColumn: number;
  readonly dateColumn: number;
}

/** What the titles say for all rows: `Time (PT)`, `Date (2021)`. */
function completed(stamp: Stamp, { header, clockColumn, dateColumn }: Columns): Stamp {
  const zone = stamp.zone ?? statedZone(`time ${header[clockColumn] ?? ""}`) ?? null;
  const titles = `${header[dateColumn] ?? ""} ${header[dateColumn + 1] ?? ""}`;
  const year = /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(titles)?.[1];
  if (stamp.date === null || stamp.date.year !== null || year === undefined) return { ...stamp, zone };
  return { ...stamp, zone, date: { ...stamp.date, year: Number(year) } };
}
