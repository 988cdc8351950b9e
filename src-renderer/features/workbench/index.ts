export { useWorkbenchStore } from './workbench.store.ts'
export type { Flight, MapMarks, NumberedMark, PickedPoint, Selection } from './workbench.store.ts'
