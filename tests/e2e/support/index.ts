// The processes of a story: a platform, seats, windows. All waits are bounded; everything is ended by its own process number.
export { headlessBrowser } from './headless-browser.ts'
export { openWindow } from './open-window.ts'
export { allProcesses, processesOn } from './processes-on.ts'
export { gone, kill9, Program } from './program.ts'
export { TestHall } from './test-hall.ts'
export type { TestPlatform } from './test-platform.ts'
export { TestSeat } from './test-seat.ts'
export type { HallReady, SeatSettings } from './test-seat.ts'
