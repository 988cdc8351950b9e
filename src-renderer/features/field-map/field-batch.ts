import type { CameraPlace } from '#shared/contracts/field.contract.ts'
import { moverBatch } from '#renderer/map/index.ts'
import type { MoverBatch, MoverRow } from '#renderer/map/index.ts'
import { isHollow, isOnMap } from '#renderer/features/field/index.ts'
import type { Mover } from '#renderer/features/field/index.ts'

/** What of the streets a map shows. */
export interface ShownField {
  inspectors: boolean
  vehicles: boolean
  cameras: boolean
}

export interface FieldRows {
  readonly movers: readonly Mover[]
  readonly cameras: readonly CameraPlace[]
  readonly asOf: number | null
}

const isShown = (shown: ShownField, { kind }: Mover): boolean => (kind === 'inspector' ? shown.inspectors : shown.vehicles)

/** Cameras and everything that moves, as the map draws it. */
export function fieldBatch({ movers, cameras, asOf }: FieldRows, shown: ShownField): MoverBatch {
  const standing = shown.cameras ? cameras : []
  return moverBatch([
    ...standing.map(({ id, lng, lat, headingDeg }): MoverRow => ({ id: `camera:${id}`, kind: 'camera', lng, lat, headingDeg, isStale: false })),
    ...movers.flatMap((mover): MoverRow[] => {
      const { id, kind, fix } = mover
      if (fix === null || !isShown(shown, mover) || !isOnMap(mover, asOf)) return []
      const { lng, lat, headingDeg } = fix
      return [{ id, kind: kind === 'inspector' ? 'inspector' : 'vehicle', lng, lat, headingDeg, isStale: isHollow(mover) }]
    }),
  ])
}
