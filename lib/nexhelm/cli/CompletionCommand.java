package nexhelm.cli;

import java.util.List;
import nexhelm.Failure;
import nexhelm.render.Style;
import nexhelm.world.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code completion SHELL}: the script that makes a shell ask {@link Completion}. */
final class CompletionCommand implements Command {

    static final List<String> SHELLS = List.of("bash", "zsh", "fish", "powershell");

    private static final String BASH = """
        # nex completion for bash. For good: nex completion bash > ~/.local/share/bash-completion/completions/nex
        # For this shell: eval "$(nex completion bash)"
        _nex() {
            local line
            COMPREPLY=()
            while IFS= read -r line; do
                COMPREPLY+=("${line%%$'\\t'*}")
            done < <(nex _complete bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null </dev/null)
        }
        complete -o default -o nosort -F _nex nex 2>/dev/null || complete -o default -F _nex nex
        """;

    private static final String ZSH = """
        #compdef nex
        # nex completion for zsh. For good: nex completion zsh > a folder of $fpath, as _nex
        # For this shell, after compinit: source <(nex completion zsh)
        _nex() {
            local -a found
            local line word help
            while IFS= read -r line; do
                word=${line%%$'\\t'*}
                help=${line#*$'\\t'}
                found+=("${word//:/\\\\:}:${help}")
            done < <(nex _complete zsh "${(@)words[2,CURRENT]}" 2>/dev/null </dev/null)
            if (( ${#found} )); then
                _describe -V nex found
            else
                _files
            fi
        }
        if [[ ${funcstack[1]} == _nex ]]; then
            _nex "$@"
        else
            compdef _nex nex
        fi
        """;

    private static final String FISH = """
        # nex completion for fish. For good: nex completion fish > ~/.config/fish/completions/nex.fish
        # For this shell: nex completion fish | source
        function __nex_complete
            set -l words (commandline -opc)
            set -l word (commandline -ct)
            set -l found (nex _complete fish $words[2..-1] "$word" 2>/dev/null </dev/null)
            if test (count $found) -gt 0
                printf '%s\\n' $found
            else
                __fish_complete_path "$word"
            end
        end
        complete -c nex -e
        complete -c nex -f -k -a '(__nex_complete)'
        """;

    private static final String POWERSHELL = """
        # nex completion for PowerShell (not tested). For good: nex completion powershell >> $PROFILE
        # For this shell: nex completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName nex -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
                Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "=$_" })
            $words += "=$wordToComplete"
            nex _complete powershell @words 2>$null | ForEach-Object {
                $word, $help = $_ -split "`t", 2
                if (-not $help) { $help = $word }
                [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $help)
            }
        }
        """;

    @Override
    public void declare(CommandSpec spec) {
        Options.choice(spec, 0, "SHELL", SHELLS, "bash, zsh, fish or powershell (this one is not tested).", true);
    }

    @Override
    public int run(ParseResult given, Call call) {
        String shell = Options.argument(given).orElseThrow();
        Terminal terminal = call.world().terminal();
        if (!call.world().typed("nex install").equals("nex install")) {
            terminal.err()
                    .println(call.world()
                            .typed("this completes the command nex; nex install puts it where the shell finds it"));
        }
        terminal.out()
                .print(
                        switch (shell) {
                            case "bash" -> BASH;
                            case "zsh" -> ZSH;
                            case "fish" -> FISH;
                            case "powershell" -> POWERSHELL;
                            default ->
                                throw Failure.usage("there is no completion for '" + Style.line(shell)
                                        + "'; shells are " + String.join(", ", SHELLS));
                        });
        return 0;
    }
}
