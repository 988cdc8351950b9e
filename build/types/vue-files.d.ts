// Only for tools that read .ts without Vue's language service (typed lint): vue-tsc sees the real component first.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent<object, object, unknown>
  // eslint-disable-next-line no-restricted-exports -- this is how a single file component exports
  export default component
}
