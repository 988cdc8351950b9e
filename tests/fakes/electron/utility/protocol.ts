/** What passes between the stand-in's main process and a utility process of it. */
export type ToUtility =
  | { readonly kind: 'message'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'port-close'; readonly id: number }

export type FromUtility =
  | { readonly kind: 'message'; readonly data: unknown }
  | { readonly kind: 'port'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'port-close'; readonly id: number }
