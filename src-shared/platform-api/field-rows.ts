// Rows of the feed for what stands or moves in the streets besides components: cameras and vehicles.
import { DepartmentId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'

/**
 * 摄像机, kind `camera`. `code`: 20 digits of GB/T 28181 where the gateway gives them. `headingDeg`: middle of its view, clockwise
 * from north.
 */
export const CameraRow = z.object({
  id: z.string().min(1).max(64),
  code: z.string().max(24),
  name: z.string().max(80),
  group: z.string().max(60).nullable(),
  lng: z.number(),
  lat: z.number(),
  headingDeg: z.number().min(0).max(360).nullable(),
  viewDeg: z.number().min(1).max(360).nullable(),
  grid: z.string().max(24).nullable(),
  owner: DepartmentId.nullable(),
})
export type CameraRow = z.infer<typeof CameraRow>

/** 车辆, kind `vehicle`: muck trucks (渣土车), sweepers, patrol cars. */
export const VehicleRow = z.object({
  id: z.string().min(1).max(64),
  plate: z.string().max(16),
  kind: z.enum(['muck-truck', 'sweeper', 'sprinkler', 'patrol']),
  department: DepartmentId.nullable(),
})
export type VehicleRow = z.infer<typeof VehicleRow>
