/** A tree of messages: sentences under areas. */
export interface MessageTree {
  readonly [key: string]: string | MessageTree
}

/** The shape of a tree with any words in it: what the other language must have, no key more and no key less. */
export type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }

/** Dotted path of every sentence in a tree: `common.save`. */
export type PathOf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${PathOf<T[K]>}` }[keyof T & string]
