/** The little of the browser's document model that reading a page takes; the whole of it is no part of this build. */
export type PageNode = {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<PageNode>;
};
export type PageElement = PageNode & { getAttribute(name: string): string | null };
export type PageDocument = {
  readonly body: PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
};
