package nexhelm.engine.page;

/** The script of the pages: highlights where a step comes from, and adds live events. Pages work without it. */
final class Behaviour {

    static final String TEXT = """
        'use strict';
        (() => {
          const run = document.getElementById('run');
          if (!run) return;

          const marks = [...run.querySelectorAll('mark[data-steps]')];
          const card = step => document.getElementById('step-' + step);
          const stepsOf = mark => mark.dataset.steps.split(' ');

          const light = (steps, scroll) => {
            const wanted = new Set(steps.map(String));
            let first = null;
            for (const mark of marks) {
              const on = stepsOf(mark).some(step => wanted.has(step));
              mark.classList.toggle('lit', on);
              if (on && !first) first = mark;
            }
            run.querySelectorAll('.step').forEach(li => li.classList.toggle('lit', wanted.has(li.dataset.step)));
            if (scroll && first) first.scrollIntoView({block: 'nearest'});
          };

          run.querySelectorAll('.step').forEach(li => {
            li.addEventListener('mouseenter', () => light([li.dataset.step], false));
            li.addEventListener('mouseleave', () => light([], false));
          });
          run.querySelectorAll('a.where').forEach(link => {
            link.addEventListener('focus', () => light([link.dataset.step], true));
            link.addEventListener('click', event => {
              event.preventDefault();
              light([link.dataset.step], true);
              const target = document.getElementById('source-' + link.dataset.step);
              if (target) target.scrollIntoView({block: 'center', behavior: 'smooth'});
            });
          });
          for (const mark of marks) {
            mark.tabIndex = 0;
            mark.setAttribute('role', 'button');
            const go = () => {
              light(stepsOf(mark), false);
              const li = card(stepsOf(mark)[0]);
              if (li) li.scrollIntoView({block: 'center', behavior: 'smooth'});
            };
            mark.addEventListener('mouseenter', () => light(stepsOf(mark), false));
            mark.addEventListener('click', go);
            mark.addEventListener('keydown', event => {
              if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); go(); }
            });
          }

          const openTarget = () => {
            const item = location.hash.startsWith('#file-') && document.getElementById(location.hash.slice(1));
            if (item) item.querySelector('details').open = true;
          };
          addEventListener('hashchange', openTarget);
          openTarget();

          if (run.dataset.working !== 'true') return;

          const live = document.getElementById('live');
          const make = (tag, name, text) => {
            const node = document.createElement(tag);
            if (name) node.className = name;
            if (text !== undefined) node.textContent = text;
            return node;
          };
          const plain = value => value !== null && typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
          const fields = value => {
            const list = make('dl', 'values');
            for (const [name, field] of Object.entries(value || {})) {
              list.append(make('dt', '', name.replaceAll('_', ' ')), make('dd', '', plain(field).slice(0, 6000)));
            }
            return list;
          };
          const traceOf = step => { const li = card(step); return li ? li.querySelector('.trace') : null; };
          const words = {started: ['At work', 'busy'], done: ['Done', 'good'], handed_over: ['Handed over', 'plain'],
                         declined: ['Not done', 'plain'], lacking: ['Lacks data', 'bad']};
          let done = Number((document.getElementById('progress').textContent.match(/^\\d+/) || ['0'])[0]);

          const show = event => {
            const data = event.data || {};
            const trace = traceOf(data.step);
            if (event.type === 'status') {
              const li = card(data.step);
              const word = words[data.state] || [data.state, 'plain'];
              if (li) li.querySelector('.state').replaceChildren(make('span', 'pill ' + word[1], word[0]));
              if (data.state !== 'started') done += 1;
              document.getElementById('progress').textContent = done + ' of ' + data.of + ' steps';
              live.textContent = 'Step ' + data.step + ' of ' + data.of + ': ' + data.title;
              const told = li && [...li.querySelectorAll('.say')].some(p => p.textContent === data.summary);
              if (li && data.summary && !told) li.append(make('p', 'outcome', data.summary));
            } else if (event.type === 'ai_message_complete' && trace) {
              trace.append(make('p', 'say', data.content));
            } else if (event.type === 'simulated_approval' && trace) {
              trace.append(make('p', 'gated', 'Approval simulated in rehearsal: ' + data.prompt));
            } else if (event.type === 'tool_start' && trace) {
              const call = make('details', 'call');
              call.dataset.call = data.id;
              const line = make('summary');
              const hint = Object.values(data.input || {}).find(v => typeof v === 'string' && v.trim());
              line.append(make('span', 'mono', data.name), make('span', 'quiet', (hint || '').split('\\n')[0].slice(0, 70)),
                          make('span', 'call-running', 'running'));
              call.append(line, fields(data.input));
              trace.append(call);
            } else if (event.type === 'tool_end') {
              const call = run.querySelector('[data-call="' + CSS.escape(data.id) + '"]');
              if (call) {
                const last = call.querySelector('summary').lastElementChild;
                last.className = 'call-' + data.status;
                last.textContent = data.status === 'ok' ? '' : data.status;
                const name = data.output && data.output.id && (data.output.title || data.output.subject);
                if (name) last.previousElementSibling.textContent = name;
                call.append(fields(data.output));
              }
            }
          };

          const source = new EventSource('/dashboard/workflow-lab/events?runId=' + encodeURIComponent(run.dataset.run)
              + '&after=' + encodeURIComponent(run.dataset.after));
          source.onmessage = message => {
            const event = JSON.parse(message.data);
            show(event);
            if (['complete', 'error', 'interaction'].includes(event.type)) {
              source.close();
              live.textContent = event.type === 'complete' ? 'Done.' : event.type === 'error' ? 'Stopped.' : 'Waiting for you.';
              setTimeout(() => location.reload(), 700);
            }
          };
        })();
        """;

    private Behaviour() {}
}
