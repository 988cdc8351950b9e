// 大屏: monitors as one wall, in pure rules.
export { Camera, fitBox, screenOf } from './camera.ts'
export type { Insets, Size } from './camera.ts'
export {
  CameraPlan,
  cameraAt,
  coverAt,
  isOver,
  LONGEST_MS,
  MOST_PX_PER_S,
  placeAt,
  planTo,
  scaledPlan,
  shiftPx,
  standAt,
} from './camera-plan.ts'
export { checkLayout, checkScene, checkStops, shortageText } from './check-scene.ts'
export { estimateClock } from './clock-sync.ts'
export type { ClockEstimate, ClockSample } from './clock-sync.ts'
export { Display, Fittings, haveOverlap, MOST_DISPLAYS, readDisplays, usualFittings } from './display.ts'
export { boxOf, figureKeys, overlaysOf, overlayU } from './frame.ts'
export type { Box, FigureKey, Overlay } from './frame.ts'
export { rowsThatFit, unitPx } from './legibility.ts'
export { dropOwn, MOST_OWN_SCENES, restoreOwn, saveOwn } from './own-scenes.ts'
export type { OwnScenes } from './own-scenes.ts'
export { planOf } from './movement.ts'
export type { Goal, Ground, Movement } from './movement.ts'
export { faultsOf, movePanel, resizePanel, roomFor } from './page-layout.ts'
export type { PanelFault, Step } from './page-layout.ts'
export { paneInTurn, sharePanes } from './panes.ts'
export { MOST_TURNS, nextTurn, noRotation, Rotation, Turn, TURN_SECONDS } from './rotation.ts'
export { daySpan, GRID_COLUMNS, GRID_ROWS, MOST_PAGES, MOST_PANELS, Panel, PanelKind, Scene, SceneId, standingScenes } from './scene.ts'
export type { SpanScene, TilesScene } from './scene.ts'
export { minuteOfDay, MINUTES_A_DAY, minutesToNextSlot, Schedule, Slot, slotAt } from './schedule.ts'
export { cameraAtStop, layerNames, MOST_STOPS, SpanLayers, Stop, STOP_SECONDS, STOP_ZOOM, stopOfView, strayStop, usualLayers } from './stop.ts'
export type { LayerName } from './stop.ts'
export { spanOf } from './span.ts'
export type { Part, Span, Strip } from './span.ts'
export { beginTour, callBack, goOn, sendAway, stopNow, tourOf } from './tour.ts'
export type { Tour } from './tour.ts'
export { addressForVisitors } from './visitor.ts'
