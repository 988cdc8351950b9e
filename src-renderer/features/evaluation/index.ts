export { default as BoardPane } from './BoardPane.vue'
export { default as WallHotClassesPanel } from './wall/WallHotClassesPanel.vue'
export { default as WallRankingPanel } from './wall/WallRankingPanel.vue'
export { default as WallTrendPanel } from './wall/WallTrendPanel.vue'
