import type { Camera, CameraPlan, Size } from '#shared/domain/wall/index.ts'

/** Where a map in a panel looks: to where the whole wall would look, as far off as its smaller size asks for. */
export function tileHome({ to }: CameraPlan, canvas: Size, panel: Size): Camera {
  const smaller = Math.min(panel.width / canvas.width, panel.height / canvas.height)
  return { lng: to.lng, lat: to.lat, zoom: Math.max(0, to.zoom + Math.log2(smaller)) }
}
