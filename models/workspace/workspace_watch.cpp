// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/workspace_watch.h"

#include "models/workspace/drift_baselines.h"
#include "models/workspace/reevaluation.h"
#include "models/workspace/source_coverage.h"
#include "models/workspace/witnesses.h"

#include <algorithm>

namespace mandate {

WorkspaceWatch::WorkspaceWatch(Workspace &workspace, std::chrono::milliseconds first, std::chrono::milliseconds every)
    : m_thread([this, &workspace, first, every](const std::stop_token &stop) {
          auto pause = first;
          DriftLooks looks;
          while (true) {
              {
                  std::unique_lock waiting(m_lock);
                  m_wake.wait_for(waiting, stop, pause, [] { return false; });
              }
              if (stop.stop_requested())
                  return;
              (void)Witnesses(workspace).tell({}, stop); // who cannot be reached is asked again the next time; "witness list" shows what there is
              (void)DriftBaselines(workspace).watch(looks, stop);     // what cannot be compared now is compared the next time; "drift" says why
              (void)Reevaluations::respond(workspace, stop);          // shown as overdue in any case
              (void)SourceWatch::openSilenceIncidents(workspace, stop);       // what is silent still is found the next time
              pause = every;
              if (const auto shortest = SourceWatch(workspace).shortestSeconds())
                  pause = std::min<std::chrono::milliseconds>(pause, std::chrono::seconds(*shortest));
          }
      })
{
}

WorkspaceWatch::~WorkspaceWatch()
{
    m_thread.request_stop();
}

} // namespace mandate
