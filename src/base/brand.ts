// Nominal types over primitives: a TraceId cannot be passed where a SpanId is meant.

declare const brand: unique symbol;

export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
