export { default as SeatMap } from './SeatMap.vue'
export { default as WallMap } from './WallMap.vue'
