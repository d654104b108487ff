{{- /* SPDX-License-Identifier: Apache-2.0 */ -}}
{{- define "tradelane.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "tradelane.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains (include "tradelane.name" .) .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "tradelane.name" .) | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- /* What selects the pods: never changes between versions, because a selector cannot. */ -}}
{{- define "tradelane.selector" -}}
app.kubernetes.io/name: {{ include "tradelane.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "tradelane.labels" -}}
{{ include "tradelane.selector" . }}
app.kubernetes.io/component: chaincode
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "tradelane.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "tradelane.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "tradelane.image" -}}
{{- $digest := required "image.digest is needed: sha256:<64 hex digits> of the image that was approved" .Values.image.digest -}}
{{- $registry := default .Values.image.registry .Values.global.imageRegistry -}}
{{- if $registry -}}{{- $registry -}}/{{- end -}}
{{- .Values.image.repository -}}@{{- $digest -}}
{{- end -}}

{{- /* What no schema can say: values that must fit together. */ -}}
{{- define "tradelane.check" -}}
{{- if lt (int .Values.server.drainSeconds) (int .Values.server.deadlineSeconds) -}}
{{- fail "server.drainSeconds must be at least server.deadlineSeconds: what runs must be able to end" -}}
{{- end -}}
{{- if le (int .Values.terminationGracePeriodSeconds) (int .Values.server.drainSeconds) -}}
{{- fail "terminationGracePeriodSeconds must exceed server.drainSeconds: else running transactions are killed" -}}
{{- end -}}
{{- if eq (int .Values.service.port) (int .Values.operations.port) -}}
{{- fail "service.port and operations.port must differ" -}}
{{- end -}}
{{- end -}}
