/** 班次, from and to as "HH:mm" on the hall's clock; a night shift ends after midnight. */
export interface Shift {
  readonly id: string
  readonly name: string
  readonly from: string
  readonly to: string
}

const DAY_MINUTES = 1440
/** Who signs in this long before a shift begins has come for it. */
const EARLY_MINUTES = 45

function minuteOf(reading: string): number {
  const match = /^(\d{1,2}):(\d{2})$/.exec(reading)
  return match === null ? Number.NaN : (Number(match[1]) * 60 + Number(match[2])) % DAY_MINUTES
}

const isWithin = ({ from, to }: Shift, minute: number): boolean => {
  const [start, end] = [minuteOf(from), minuteOf(to)]
  return start < end ? minute >= start && minute < end : minute >= start || minute < end
}

/** The shift to offer at "HH:mm"; between two shifts the one that runs, and the first listed when none does. */
export function shiftAt(shifts: readonly Shift[], reading: string): Shift | undefined {
  const now = minuteOf(reading)
  const soon = (now + EARLY_MINUTES) % DAY_MINUTES
  return shifts.find((shift) => isWithin(shift, soon)) ?? shifts.find((shift) => isWithin(shift, now)) ?? shifts[0]
}
