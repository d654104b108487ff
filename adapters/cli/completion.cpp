// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/completion.hpp"

#include <ostream>

#include "adapters/cli/json_texts.hpp"
#include "adapters/cli/options.hpp"

namespace tradelane::cli {

namespace {

std::string option_names(const CommandWords& command) {
  std::vector<std::string> names;
  for (const OptionWord& option : command.options) names.push_back(option.name);
  return joined(names, " ");
}

/// For quotes of a shell: none of our helps needs them.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\'' || c == '\\' ? ' ' : c;
  return out;
}

/// `case "$path" in` of what follows each command.
std::string cases(const std::vector<CommandWords>& words) {
  std::string out;
  for (const CommandWords& command : words)
    out += "    '" + command.path + "') commands='" + joined(command.commands, " ") +
           "'; options='" + option_names(command) + "' ;;\n";
  return out;
}

/// `case "$before" in` of the options that take a value.
std::string value_cases(const std::vector<CommandWords>& words) {
  std::string out;
  for (const CommandWords& command : words)
    for (const OptionWord& option : command.options)
      if (!option.values.empty())
        out += "    '" + command.path + "|" + option.name + "') values='" +
               joined(option.values, " ") + "' ;;\n";
  return out;
}

/// bash has no descriptions; the words of the line select the command. It cuts words at `=` and
/// `@`: what is completed then is behind `=`, and `@` with what is behind it.
std::string bash(const std::vector<CommandWords>& words) {
  return "# tradelane: source <(tradelane completion bash)\n"
         "_tradelane() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local path='' commands='' options='' values='' sign='' at\n"
         "  [[ $before == *@ ]] && sign=@\n"
         "  [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
         "  [[ $word == = || $word == =@ ]] && word=${word#=}\n"
         "  [[ $word == @* ]] && sign=@ word=${word#@}\n"
         "  for ((at = 1; at < COMP_CWORD; at++)); do\n"
         "    _tradelane_words \"$path\"\n"
         "    [[ \" $commands \" == *\" ${COMP_WORDS[at]} \"* ]] || continue\n"
         "    path=\"${path:+$path }${COMP_WORDS[at]}\"\n"
         "  done\n"
         "  _tradelane_words \"$path\"\n"
         "  case \"$path|$before\" in\n" +
         value_cases(words) +
         "  esac\n"
         "  if [[ -n $values ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$values\" -- \"$word\"))\n"
         "  elif [[ $word == -* ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
         "  elif [[ -n $commands && -z $sign ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$commands\" -- \"$word\"))\n"
         "  else\n"
         "    local IFS=$'\\n'\n"
         "    COMPREPLY=($(compgen -P \"$sign\" -f -- \"$word\"))\n"
         "  fi\n"
         "}\n"
         "_tradelane_words() {\n"
         "  commands='' options=''\n"
         "  case \"$1\" in\n" +
         cases(words) +
         "  esac\n"
         "}\n"
         "complete -o filenames -F _tradelane tradelane\n";
}

/// zsh runs the script for bash as it is.
std::string zsh(const std::vector<CommandWords>& words) {
  return "# tradelane: source <(tradelane completion zsh)\n"
         "autoload -U +X compinit && compinit -u\n"
         "autoload -U +X bashcompinit && bashcompinit\n" +
         bash(words);
}

std::string fish(const std::vector<CommandWords>& words) {
  std::string out =
      "# tradelane: tradelane completion fish | source\n"
      "function __tradelane_at\n"
      "    set -l words (commandline -opc | string match -rv -- '^-')\n"
      "    set -l path $words[2..-1]\n"
      "    test \"$path[1..(count (string split ' ' -- $argv[1]))]\" = \"$argv[1]\"\n"
      "end\n";
  for (const CommandWords& command : words) {
    const std::string when =
        command.path.empty() ? "__fish_use_subcommand" : "__tradelane_at \"" + command.path + "\"";
    const std::string line = "complete -c tradelane -n '" + when + "' ";
    if (!command.commands.empty()) out += line + "-f -a '" + joined(command.commands, " ") + "'\n";
    for (const OptionWord& option : command.options) {
      out += line + "-l " + option.name.substr(2) + " -d '" + plain(option.help) + "'";
      if (option.takes_value) out += " -r";
      if (!option.values.empty()) out += " -f -a '" + joined(option.values, " ") + "'";
      out += "\n";
    }
  }
  return out;
}

}  // namespace

std::string completion_script(const std::string& shell, const std::vector<CommandWords>& words) {
  if (shell == "fish") return fish(words);
  return shell == "zsh" ? zsh(words) : bash(words);
}

void run(const Completion& command, std::ostream& out) {
  out << completion_script(command.shell, all_words());
  out.flush();
}

}  // namespace tradelane::cli
