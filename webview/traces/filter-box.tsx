// The box in which a filter is written: what may follow is offered, what is wrong is marked, what is right is in force at once.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { FilterCompletion, FilterError } from '../../src/model/filter-text.ts';

export interface FilterBoxProps {
  /** What is in force, also where something else has set it. */
  readonly query: string;
  /** Undefined where the text is a filter. */
  check(text: string): Promise<FilterError | undefined>;
  complete(text: string, cursor: number): Promise<FilterCompletion>;
  /** The text is a filter. */
  onFilter(query: string): void;
  /** The user is done here. */
  onLeave(): void;
}

/** Milliseconds in which somebody who types is not told that what they write is not finished. */
const PATIENCE = 600;

const LIST_ID = 'filter-items';
const ERROR_ID = 'filter-error';

export function FilterBox({ query, check, complete, onFilter, onLeave }: FilterBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(query);
  const [error, setError] = useState<FilterError>();
  const [completion, setCompletion] = useState<FilterCompletion>();
  const [active, setActive] = useState(-1);
  /** Answers to what was asked before are of no use any more. */
  const turn = useRef(0);
  /** An answer is on its way. */
  const isAsking = useRef(false);
  const patience = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (query === '' || text.trim() === '') setText(query);
  }, [query]);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const close = () => {
    turn.current++;
    isAsking.current = false;
    setCompletion(undefined);
    setActive(-1);
  };
  const offer = async (next: string, cursor: number) => {
    const mine = ++turn.current;
    isAsking.current = true;
    // A store that does not answer is told of by the live loop.
    const found = await complete(next, cursor).catch(() => undefined);
    if (mine !== turn.current) return;
    isAsking.current = false;
    if (document.activeElement !== input.current) return;
    // What is written already needs no offer.
    const isNews = found?.items.some((item) => item.text.trim() !== next.slice(found.from, found.to).trim());
    setCompletion(isNews ? found : undefined);
    setActive(-1);
  };
  const write = (next: string) => {
    setText(next);
    clearTimeout(patience.current);
    setError(undefined);
    void check(next)
      .catch(() => undefined)
      .then((wrong) => {
        if (input.current?.value !== next) return;
        if (wrong === undefined) onFilter(next);
        else patience.current = setTimeout(() => setError(wrong), PATIENCE);
      });
  };
  const accept = (index: number) => {
    const item = completion?.items[index];
    const element = input.current;
    if (!completion || !item || !element) return;
    // Written as by hand, so that it can be undone as what was written by hand.
    element.focus();
    element.setSelectionRange(completion.from, completion.to);
    document.execCommand('insertText', false, item.text);
  };
  const onKey = (event: KeyboardEvent) => {
    const count = completion?.items.length ?? 0;
    if (event.isComposing) return;
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0)
      setActive((active + (event.key === 'ArrowDown' ? 1 : count + (active < 0 ? 0 : -1))) % count);
    else if (event.key === 'ArrowDown' || (event.key === ' ' && event.ctrlKey))
      void offer(text, input.current?.selectionEnd ?? text.length);
    else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && active >= 0) accept(active);
    else if (event.key === 'Enter') {
      close();
      onLeave();
    } else if (event.key === 'Escape' && (completion || isAsking.current)) close();
    else if (event.key === 'Escape' && text !== '') write('');
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="filter-box">
      <div class={error ? 'filter-line wrong' : 'filter-line'}>
        <input
          ref={input}
          type="text"
          class="filter-input"
          role="combobox"
          spellcheck={false}
          autocomplete="off"
          aria-label="Filter traces"
          aria-autocomplete="list"
          aria-expanded={completion !== undefined}
          aria-controls={LIST_ID}
          aria-activedescendant={active >= 0 ? `${LIST_ID}-${active}` : undefined}
          aria-invalid={error !== undefined}
          aria-describedby={error ? ERROR_ID : undefined}
          placeholder="Filter: service:cart status:error duration:>50ms"
          value={text}
          onInput={(event) => {
            const { value, selectionEnd } = event.currentTarget;
            write(value);
            void offer(value, selectionEnd ?? value.length);
          }}
          onKeyDown={onKey}
          onBlur={close}
        />
        {text !== '' && (
          <button
            type="button"
            class="filter-clear"
            aria-label="Clear the filter"
            title="Clear the filter (Escape)"
            onClick={() => {
              write('');
              input.current?.focus();
            }}
          >
            <span aria-hidden="true">✕</span>
          </button>
        )}
      </div>
      {completion && (
        <div id={LIST_ID} ref={list} class="filter-items" role="listbox" aria-label="What may stand here">
          {completion.items.map((item, index) => (
            <div
              key={item.text}
              id={`${LIST_ID}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              class={index === active ? 'filter-item active' : 'filter-item'}
              // Before the box loses the focus.
              onMouseDown={(event) => {
                event.preventDefault();
                accept(index);
              }}
            >
              <span class="filter-item-text">{item.text}</span>
              {item.about !== '' && <span class="filter-item-about">{item.about}</span>}
            </div>
          ))}
        </div>
      )}
      {error && !completion && (
        <p id={ERROR_ID} class="filter-error" role="alert">
          <span class="filter-wrong">
            {text.slice(0, error.from)}
            <mark>{text.slice(error.from, Math.max(error.to, error.from + 1)) || ' '}</mark>
          </span>
          {error.message}
        </p>
      )}
    </div>
  );
}
