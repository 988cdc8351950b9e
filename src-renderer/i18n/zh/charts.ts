export const charts = {
  asTable: '看表格',
  savePng: '存为图片',
  counting: '正在计数，已 {n} 秒',
} as const
