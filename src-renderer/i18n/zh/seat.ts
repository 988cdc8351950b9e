export const seat = {
  everywhere: '任何地方',
  atSeat: '{seat} 号席',
} as const
