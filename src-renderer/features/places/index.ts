export { default as MapTrouble } from './MapTrouble.vue'
export { default as SeatMap } from './SeatMap.vue'
export { default as WallMap } from './WallMap.vue'
