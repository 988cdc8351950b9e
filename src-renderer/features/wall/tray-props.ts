import type { CaseId } from '#shared/kernel/ids.ts'

/** What a push would show: the case in hand, or a place picked on the map. */
export interface ChosenPlace {
  readonly lng: number
  readonly lat: number
  readonly title: string
  readonly caseId: CaseId | null
}

/** What the seat's map shows now. */
export interface Sight {
  readonly lng: number
  readonly lat: number
  readonly zoom: number
  readonly widthPx: number
}
