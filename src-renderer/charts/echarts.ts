// The parts of ECharts the hall uses, and no others: a board's script is loaded while somebody waits for it.
import { BarChart, CustomChart, LineChart } from 'echarts/charts'
import { GraphicComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { BarSeriesOption, CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GraphicComponentOption, GridComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'

use([BarChart, CustomChart, LineChart, GraphicComponent, GridComponent, TooltipComponent, CanvasRenderer])

export { init }
export type { EChartsType as Chart } from 'echarts/core'
export type ChartOption = ComposeOption<
  | BarSeriesOption | CustomSeriesOption | LineSeriesOption
  | GraphicComponentOption | GridComponentOption | TooltipComponentOption
>
