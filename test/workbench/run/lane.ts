// What is needed to start one of npm's editors.
export interface EditorLane {
  readonly name: string;
  /** The Node program that the server and its extension hosts run on. */
  readonly node: string;
  /** code-server's entry script. */
  readonly entry: string;
}
